import type { Database } from '../engine/database.ts';
import { DatabaseError } from '../engine/database.ts';
import type { SchemaObserver } from '../engine/dialects/dialect.ts';
import type { FolderFile, RevisionGraph } from '../engine/migration/migration.ts';
import { findMigration, headsOf } from '../engine/migration/revisions.ts';
import { countRows } from '../engine/rows/count-rows.ts';
import { readRows } from '../engine/rows/read-rows.ts';
import type { RowWatch } from '../engine/rows/row-watch.ts';
import type { RowsPage, RowsRequest } from '../engine/rows/rows.ts';
import { appliedOf } from '../engine/run/applied.ts';
import { changesTold } from '../engine/run/changes-told.ts';
import { wordsOf } from '../engine/run/generate.ts';
import { prepareSection } from '../engine/run/prepared-section.ts';
import type { HaltAt, Reached, StepThrough } from '../engine/run/step-through.ts';
import type { Halt, RunEvent, StatementReport } from '../engine/run/step.ts';
import type { Schema } from '../engine/schema/model.ts';
import { renamesOf } from '../engine/schema/rename-kinds.ts';
import type { Before, MomentsBefore } from './before.ts';
import type { DatabaseState, HaltedReply, PlacedStatement } from './protocol.ts';

/** What goes through a step, and what it stands on. */
export interface SteppingParts {
	readonly through: StepThrough;
	readonly database: Database;
	readonly graph: RevisionGraph;
	readonly moments: MomentsBefore;
	readonly rows: RowWatch;
	/** For the rows from before the step. */
	readonly before: Before;
	/** Of its own, as the run looks for itself. */
	readonly observer: SchemaObserver;
	readonly start: Uint8Array;
	readonly isAborted: AbortController;
	/** What the database was before the step. */
	readonly state: DatabaseState;
}

/** What a call is told that is not for the middle of a step. */
export class InTheMiddleError extends Error {
	constructor() {
		super('A step is being gone through: go on to its end, or give it up, first.');
		this.name = 'InTheMiddleError';
	}
}

/** A step that is gone through in a session: looks at the database inside of its transaction, and leaves it as it is. */
export class Stepping {
	readonly parts: SteppingParts;
	/** What the database is at the halt. */
	state: DatabaseState;
	readonly #schema: Schema;
	readonly #ran: StatementReport[] = [];
	/** How many of these had been told of at the last halt. */
	#told = 0;

	constructor(parts: SteppingParts) {
		this.parts = parts;
		this.state = parts.state;
		this.#schema = parts.state.schema;
	}

	/** Goes on; `onEvent` hears everything but halts. */
	on(to: HaltAt | 'giveUp', onEvent: (event: RunEvent) => void): Promise<Reached> {
		const { through, moments } = this.parts;
		const hear = async (event: RunEvent): Promise<void> => {
			if (event.kind === 'statementRun') this.#ran.push(event.statement);
			await moments.hear(event);
			onEvent(event);
		};
		return to === 'giveUp' ? through.giveUp(hear) : through.on(to, hear);
	}

	/** What there is to be seen at a halt. */
	async look(halt: Halt, isFirst: boolean): Promise<HaltedReply> {
		const { database, before, moments } = this.parts;
		const { dialect } = database;
		const last = this.state.schema;
		const fresh = this.#ran.slice(this.#told);
		this.#told = this.#ran.length;
		if (isFirst && moments.first) await before.set({ ...moments.first, renames: [] });
		const isLooked = await this.#look();
		const renamesIn = (reports: readonly StatementReport[]) =>
			dialect.renamesIn?.(reports.map(({ sql }) => sql)) ?? [];
		const words = wordsOf(dialect, changesTold(dialect.renderer, last, this.state.schema, renamesIn(fresh)));
		const changes = changesTold(dialect.renderer, this.#schema, this.state.schema, renamesIn(this.#ran));
		this.#renames = renamesOf(changes);
		return {
			kind: 'halted',
			halt,
			...(isFirst && { statements: this.#statements(halt) }),
			ran: fresh,
			words,
			isLooked,
			state: this.state,
			before: this.#schema,
			changes
		};
	}

	#renames: ReturnType<typeof renamesOf> = [];

	/** Rows as they are inside of the step, beside what they were before it. */
	async rowsPage(request: RowsRequest): Promise<RowsPage> {
		const { database, before } = this.parts;
		return database.dialect.inside.reading(database, async () => {
			const sides = await before.beside(database);
			return readRows({ ...sides, renames: this.#renames, isInside: true }, request);
		});
	}

	/** Must be called when the step has ended, however it did. */
	async end(): Promise<void> {
		await this.parts.rows.end();
		await this.parts.before.close();
	}

	/** False where the database cannot be asked: a failure has spoiled a transaction of the file's own. */
	async #look(): Promise<boolean> {
		const { database, graph, observer } = this.parts;
		const { version } = this.state;
		try {
			await database.dialect.inside.reading(database, async () => {
				await observer.look();
				const ledger = await database.dialect.ledger.read(database);
				this.state = {
					schema: observer.schema,
					ledger,
					current: headsOf(graph, appliedOf(ledger)),
					rowCounts: await countRows(database, observer.schema),
					version: version + 1
				};
			});
			return true;
		} catch (error) {
			if (!(error instanceof DatabaseError)) throw error;
			this.state = { ...this.state, version: version + 1 };
			return false;
		}
	}

	#statements({ revision, direction }: Halt): readonly PlacedStatement[] {
		const { database, graph } = this.parts;
		const migration = findMigration(graph, revision);
		const section = direction === 'upgrade' ? migration?.up : migration?.down;
		if (!migration || !section) return [];
		const { statements, spanInFile } = prepareSection(database.dialect, migration, direction, section);
		return statements().map(({ sql, start, end }) => ({ sql, span: spanInFile(start, end) }));
	}
}

/** Whether two folders say the same: giving the worker the folder it has changes nothing. */
export function sameFolder(one: readonly FolderFile[], other: readonly FolderFile[]): boolean {
	return (
		one.length === other.length &&
		one.every(({ name, text }, at) => name === other[at]?.name && text === other[at].text)
	);
}
