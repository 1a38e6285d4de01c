import type { Migration } from '../../engine/migration/migration.ts';
import type { Answer, Command } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, folderName, line, problemLines } from '../lines.ts';
import { standingOf, type Standing } from '../standing.ts';
import { cannotCompare } from './autogenerate.ts';
import { placeOf } from './move.ts';

export const check: Command = {
	name: 'check',
	summary: 'Find out whether folder, ledger, database and schema.sql agree.',
	details: [
		'Finds files edited or gone since they were applied, migrations not applied yet, steps that stopped midway, and what schema.sql asks for beyond the database.',
		'The exit code is 0 where all agree and 1 where something differs, for use in a test run.'
	],
	examples: ['check'],
	options: [],
	run: async function* (_invocation, host): Answer {
		const { graph, problems } = host.folder();
		const errors = problems.filter((problem) => problem.severity === 'error');
		if (errors.length > 0) return yield* couldNot(errors, host);
		for (const warning of problems) yield* problemLines(warning, folderName(host));
		const standing = standingOf(graph, await host.ledger());
		const drift = [...driftLines(standing, folderName(host))];
		yield* drift;
		const differs = yield* againstSchema(host);
		if (drift.length > 0 || differs !== 0) return 1;
		yield line(`All agree: the database is at ${placeOf(graph, standing.current)}.`, 'good');
		return 0;
	}
};

/** Everything in which the ledger and the folder disagree. */
function* driftLines(standing: Standing, folder: string): Iterable<OutputLine> {
	for (const problem of standing.problems) yield* problemLines(problem, folder);
	const late = new Set(standing.skipped.map((migration) => migration.revision));
	for (const migration of standing.skipped) {
		yield line(
			`Skipped: ${migration.revision} is not applied, and something that stands on it is.`,
			'warning'
		);
	}
	const ahead = standing.pending.filter((migration) => !late.has(migration.revision));
	if (ahead.length > 0) yield line(`Pending: ${named(ahead)}.`, 'warning');
}

/** Up to five by name, the rest by number. */
function named(migrations: readonly Migration[]): string {
	const shown = migrations.slice(0, 5).map((migration) => `${migration.revision} (${migration.message})`);
	const rest = migrations.length - shown.length;
	return rest > 0 ? `${shown.join(', ')} and ${counted(rest, 'more', 'more')}` : shown.join(', ');
}

async function* againstSchema(host: CommandHost): Answer {
	if (host.schemaSql() === undefined) {
		yield line('There is no schema.sql, so the database was compared with the ledger only.', 'soft');
		return 0;
	}
	if (await cannotCompare(host)) {
		yield line('Not compared with schema.sql: the database must be up to date first.', 'soft');
		return 0;
	}
	const reply = await host.autogenerate({ desired: host.schemaSql() ?? '', renames: [] });
	if (reply.kind === 'equal') return 0;
	if (reply.kind === 'nothingDesired') {
		yield line('schema.sql is empty, so the database was compared with the ledger only.', 'soft');
		return 0;
	}
	if (reply.kind === 'failed') return yield* couldNot([reply.problem], host);
	for (const word of reply.words) yield line(`Not in a migration yet: ${word}`, 'warning');
	yield line('  `updown migrate -m "…"` writes the migration.', 'soft');
	return 1;
}

export const status: Command = {
	name: 'status',
	summary: 'Say in a few lines where the database is and what is waiting.',
	details: [],
	examples: ['status'],
	options: [],
	own: true,
	run: async function* (_invocation, host): Answer {
		const { graph, problems } = host.folder();
		const standing = standingOf(graph, await host.ledger());
		yield line(`The database is at ${placeOf(graph, standing.current)}.`);
		const applied = standing.applied.size;
		yield line(
			`${counted(applied, 'migration')} applied, ${counted(standing.pending.length, 'migration')} pending.`
		);
		yield* driftLines(standing, folderName(host));
		for (const problem of problems) yield* problemLines(problem, folderName(host));
		return 0;
	}
};
