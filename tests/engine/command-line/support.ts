import type { CommandHost, OutputLine } from '../../../src/lib/command-line/host.ts';
import { runCommandLine } from '../../../src/lib/command-line/run.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../../src/lib/engine/migration/folder.ts';
import { idStyle } from '../../../src/lib/engine/migration/id-style.ts';
import { sqlWriter } from '../../../src/lib/engine/migration/sql-writer.ts';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import { autogenerate } from '../../../src/lib/engine/run/autogenerate.ts';
import { check } from '../../../src/lib/engine/run/check.ts';
import { drift } from '../../../src/lib/engine/run/drift.ts';
import { putBack } from '../../../src/lib/engine/run/put-back.ts';
import { undrift } from '../../../src/lib/engine/run/undrift.ts';
import { tryQueries } from '../../../src/lib/engine/run/pinned-queries.ts';
import type { QuerySet } from '../../../src/lib/engine/run/query-sets.ts';
import { readLedger } from '../../../src/lib/engine/run/read-ledger.ts';
import type { RunCommand } from '../../../src/lib/engine/run/command.ts';
import { rehearseTogether } from '../../../src/lib/engine/run/rehearse-together.ts';
import { rehearse } from '../../../src/lib/engine/run/rehearse.ts';
import { pullPlug } from '../../../src/lib/engine/run/pull-plug.ts';
import { safeDowngrade } from '../../../src/lib/engine/run/safe-downgrade.ts';
import { roundTrip } from '../../../src/lib/engine/run/round-trip.ts';
import { runCommand, runToEnd } from '../../../src/lib/engine/run/run-to-end.ts';

/** A folder and a real database with a terminal before it. Time stands still. */
export interface Playground {
	readonly database: Database;
	readonly host: CommandHost;
	/** The folder as it is; tests change it as an editor would. */
	files: readonly FolderFile[];
	schemaSql: string | undefined;
	/** What versions of the app ask. */
	queries: readonly QuerySet[];
	/** Runs a line to its end. */
	type(
		line: string
	): Promise<{ readonly exitCode: number; readonly text: string; readonly lines: readonly OutputLine[] }>;
	/** The rows of a query, as plain arrays. */
	rows(sql: string): Promise<readonly (readonly unknown[])[]>;
}

export async function openPlayground(files: readonly FolderFile[], schemaSql?: string): Promise<Playground> {
	const database = await openDatabase('sqlite', { foreignKeys: true });
	const clock = { now: () => '2026-11-23T05:47:00.000Z', elapsed: () => 0 };
	const context = () => {
		const { graph, problems } = parseFolder(playground.files);
		return { database, graph, problems, clock };
	};
	const second = () => openDatabase('sqlite', { foreignKeys: true });
	const host: CommandHost = {
		files: () => playground.files,
		folder: () => parseFolder(playground.files),
		ledger: () => readLedger(database),
		schemaSql: () => playground.schemaSql,
		now: clock.now,
		writer: async () => sqlWriter(idStyle(parseFolder(playground.files).graph, clock.now())),
		saveFile: async (file) => {
			playground.files = [...playground.files, file];
		},
		editFile: async (file) => {
			playground.files = playground.files.map((each) => (each.name === file.name ? file : each));
		},
		pullPlug: (request) => pullPlug(context(), request),
		run: (command, onEvent) => runToEnd(runCommand(context(), command), onEvent),
		rehearse: (command) => rehearse(context(), command),
		rehearseTogether: (trial) => rehearseTogether(context(), trial),
		takeWay: async (way, following) => {
			const run = (command: RunCommand) => runToEnd(runCommand(context(), command));
			if (following.kind === 'again') {
				playground.files = following.files;
				const { status, problems } = await run({ kind: 'takeBack', revisions: following.revisions });
				if (status !== 'applied') return problems;
			}
			playground.files = way.files;
			if (following.kind !== 'ledger') return [];
			return (await run({ kind: 'stamp', targets: [], purge: false, moved: following.moved })).problems;
		},
		roundTrip: () => roundTrip(context()),
		safeDowngrade: (revision) => safeDowngrade(context(), playground.files, revision),
		queries: () => playground.queries,
		tryQueries: (sets) => tryQueries(context(), sets),
		check: (target) => check(context(), { schemaSql: playground.schemaSql, target }, second),
		drift: () => drift(context(), second),
		undrift: (request) => undrift(context(), request, second),
		putBack: (script) => putBack(context(), script, second),
		autogenerate: (request) => autogenerate(database, request, second)
	};
	const playground: Playground = {
		database,
		host,
		files,
		schemaSql,
		queries: [],
		type: async (typed) => {
			const lines: OutputLine[] = [];
			const running = runCommandLine(typed, host);
			for (;;) {
				const { done, value } = await running.next();
				if (done) return { exitCode: value, text: lines.map((line) => line.text).join('\n'), lines };
				lines.push(value);
			}
		},
		rows: async (sql) => (await database.query(sql)).rows
	};
	return playground;
}

/** A migration file in the native format. */
export function migration(
	revision: string,
	message: string,
	up: string,
	down: string,
	header: readonly string[] = []
): FolderFile {
	const name = `${revision}_${message.toLowerCase().replace(/\W+/g, '_')}.sql`;
	const lines = [
		`-- ${message}`,
		`-- revision: ${revision}`,
		...header,
		'-- migrate:up',
		up,
		'-- migrate:down',
		down,
		''
	];
	return { name, text: lines.join('\n') };
}

export const shop: readonly FolderFile[] = [
	migration(
		'0001',
		'Create users',
		"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO users (name) VALUES ('Ada'), ('Grace');",
		'DROP TABLE users;'
	),
	migration(
		'0002',
		'Add email',
		"ALTER TABLE users ADD COLUMN email TEXT;\nUPDATE users SET email = name || '@up.test';",
		'ALTER TABLE users DROP COLUMN email;'
	),
	migration(
		'0003',
		'Add orders',
		'CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer INTEGER REFERENCES users (id));',
		'DROP TABLE orders;'
	)
];
