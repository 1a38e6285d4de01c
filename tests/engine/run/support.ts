import type { Database } from '../../../src/lib/engine/database.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import type { RunContext } from '../../../src/lib/engine/run/context.ts';
import { downgrade, runToEnd, stamp, upgrade } from '../../../src/lib/engine/run/index.ts';
import type { LedgerEntry, RunEvent, RunResult } from '../../../src/lib/engine/run/index.ts';
import { emptyDatabase, everythingIn, tablesOf } from '../databases.ts';

/** A clock that moves by a millisecond at every look, so that times are told apart and never by chance. */
export function steadyClock() {
	let ticks = 0;
	return {
		now: () => new Date(Date.UTC(2026, 10, 23) + ticks * 1000).toISOString(),
		elapsed: () => ++ticks
	};
}

/** A folder from file names and texts. */
export function folder(files: Readonly<Record<string, string>>) {
	return parseFolder(Object.entries(files).map(([name, text]) => ({ name, text })));
}

/** The text of a migration with these bodies. */
export function migration(up: string, down?: string, options: { up?: string; down?: string } = {}): string {
	const head = `-- migrate:up ${options.up ?? ''}`.trimEnd();
	const tail = down === undefined ? '' : `\n${`-- migrate:down ${options.down ?? ''}`.trimEnd()}\n${down}`;
	return `${head}\n${up}${tail}\n`;
}

/** A database with a folder of migrations, and short ways to run them. */
export class Bench {
	readonly database: Database;
	files: Readonly<Record<string, string>>;
	extra: Partial<RunContext> = {};
	readonly events: RunEvent[] = [];
	readonly #clock = steadyClock();

	constructor(database: Database, files: Readonly<Record<string, string>>) {
		this.database = database;
		this.files = files;
	}

	static async open(
		files: Readonly<Record<string, string>>,
		foreignKeys = false,
		dialect: DialectName = 'sqlite'
	): Promise<Bench> {
		return new Bench(await emptyDatabase(dialect, { foreignKeys }), files);
	}

	get context(): RunContext {
		const { graph, problems } = folder(this.files);
		return { database: this.database, graph, problems, clock: this.#clock, ...this.extra };
	}

	upgrade(target = 'head'): Promise<RunResult> {
		return this.#run(upgrade(this.context, target));
	}

	downgrade(target = '-1'): Promise<RunResult> {
		return this.#run(downgrade(this.context, target));
	}

	stamp(targets: readonly string[], purge = false): Promise<RunResult> {
		return this.#run(stamp(this.context, targets, { purge }));
	}

	ledger(): Promise<readonly LedgerEntry[]> {
		return this.database.dialect.ledger.read(this.database);
	}

	/** `revision:state:applied/total` of every row. */
	async ledgerWords(): Promise<readonly string[]> {
		const entries = await this.ledger();
		return entries.map(
			({ revision, state, statementsApplied, statementsTotal }) =>
				`${revision} ${state} ${statementsApplied}/${statementsTotal}`
		);
	}

	async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
		return (await this.database.query(sql)).rows;
	}

	everything(): Promise<string> {
		return everythingIn(this.database);
	}

	/** The tables by name, the ledger among them. */
	tables(): Promise<readonly string[]> {
		return tablesOf(this.database);
	}

	#run(run: AsyncGenerator<RunEvent, RunResult>): Promise<RunResult> {
		this.events.length = 0;
		return runToEnd(run, (event) => this.events.push(event));
	}
}
