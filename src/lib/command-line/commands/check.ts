import type { Migration } from '../../engine/migration/migration.ts';
import { findMigration } from '../../engine/migration/revisions.ts';
import { findingsOf, hindrancesIn, type CheckReport, type Finding } from '../../engine/run/check.ts';
import { standingOf, type Standing } from '../../engine/run/standing.ts';
import type { Command, Answer } from '../command.ts';
import type { OutputLine } from '../host.ts';
import { counted, folderName, line, problemLines } from '../lines.ts';
import { driftLines } from './drift.ts';
import { placeOf } from './move.ts';
import { target, targetOf } from './target.ts';

/** What each finding adds to the exit code of `check`, and what it is called. Kept, as scripts rely on it; 1 and 2 mean what they mean everywhere. */
export const findingCodes: Readonly<Record<Finding, { readonly code: number; readonly words: string }>> = {
	pending: { code: 4, words: 'pending migrations' },
	drift: { code: 8, words: 'drift' },
	applied: { code: 16, words: 'applied files edited, deleted or half done' },
	folder: { code: 32, words: 'problems of the folder' },
	schemaSql: { code: 64, words: 'schema.sql' }
};

export const check: Command = {
	name: 'check',
	summary: 'Find out whether folder, ledger, database and schema.sql agree.',
	details: [
		'Finds problems of the folder and SQL that the oldest version it must run on does not know, migrations not applied yet, files edited or deleted after they were applied, steps that stopped midway, drift of the database from what the folder makes, and what schema.sql asks for beyond the whole folder.',
		`The exit code is 0 where all agree. Otherwise it is the sum of what was found, for use in a test run: ${Object.values(
			findingCodes
		)
			.map(({ code, words }) => `${code} ${words}`)
			.join(', ')}. 1 means that it could not look, 2 that the line was not understood.`
	],
	examples: ['check', 'check --target 3.31'],
	options: [target],
	run: async function* (invocation, host): Answer {
		const { graph } = host.folder();
		const folder = folderName(host);
		const report = await host.check(targetOf(invocation, host));
		for (const problem of [...report.folder, ...report.ledger]) yield* problemLines(problem, folder);
		const named = (revisions: readonly string[]) =>
			revisions.flatMap((revision) => findMigration(graph, revision) ?? []);
		yield* pendingLines({ pending: named(report.pending), skipped: named(report.skipped) });
		if (report.drift.kind === 'drifted') yield* driftLines(report.drift);
		yield* schemaSqlLines(report);
		for (const problem of [...hindrancesIn(report), ...report.versions]) yield* problemLines(problem, folder);
		const findings = [...findingsOf(report)].map((finding) => findingCodes[finding]);
		if (findings.length === 0) {
			yield line(`All agree: the database is at ${placeOf(graph, report.current)}.`, 'good');
			return 0;
		}
		yield line(`Found: ${findings.map(({ code, words }) => `${words} (${code})`).join(', ')}.`);
		return findings.reduce((sum, { code }) => sum + code, 0);
	}
};

function* schemaSqlLines({ schemaSql, folder }: CheckReport): Iterable<OutputLine> {
	if (schemaSql.kind === 'none') {
		yield line('There is no schema.sql to compare the folder with, or nothing in it.', 'soft');
	} else if (schemaSql.kind === 'differs') {
		for (const word of schemaSql.words) yield line(`Not in a migration yet: ${word}`, 'warning');
		yield line('  `updown migrate -m "…"` writes the migration.', 'soft');
	} else if (schemaSql.kind === 'unknown' && folder.every(({ severity }) => severity === 'warning')) {
		yield line('Not compared with schema.sql.', 'soft');
	}
}

/** What has not been applied, and should have been. */
function* pendingLines({ pending, skipped }: Pick<Standing, 'pending' | 'skipped'>): Iterable<OutputLine> {
	const late = new Set(skipped.map((migration) => migration.revision));
	for (const migration of skipped) {
		yield line(
			`Skipped: ${migration.revision} is not applied, and something that stands on it is.`,
			'warning'
		);
	}
	const ahead = pending.filter((migration) => !late.has(migration.revision));
	if (ahead.length > 0) yield line(`Pending: ${named(ahead)}.`, 'warning');
}

/** Up to five by name, the rest by number. */
function named(migrations: readonly Migration[]): string {
	const shown = migrations.slice(0, 5).map((migration) => `${migration.revision} (${migration.message})`);
	const rest = migrations.length - shown.length;
	return rest > 0 ? `${shown.join(', ')} and ${counted(rest, 'more', 'more')}` : shown.join(', ');
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
		for (const problem of standing.problems) yield* problemLines(problem, folderName(host));
		yield* pendingLines(standing);
		for (const problem of problems) yield* problemLines(problem, folderName(host));
		return 0;
	}
};
