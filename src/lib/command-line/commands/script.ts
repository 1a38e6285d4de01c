import type { Direction, Migration, RevisionGraph } from '../../engine/migration/migration.ts';
import { failure, success, type Outcome } from '../../engine/problem.ts';
import { planDowngrade, planUpgrade } from '../../engine/migration/plan.ts';
import { withAncestors } from '../../engine/migration/revisions.ts';
import { resolveRevisions } from '../../engine/migration/target.ts';
import type { Answer } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { couldNot, line, migrationOf, belowOf, problemLines, folderName } from '../lines.ts';
import { standingOf } from '../../engine/run/standing.ts';

/**
 * What `--sql` prints: the statements of every step in running order, each step in its transaction, with nothing
 * that is not SQL. A range `from:to` starts from a revision instead of from where the database is.
 */
export async function* scriptOf(direction: Direction, target: string, host: CommandHost): Answer {
	const { graph, problems } = host.folder();
	const errors = problems.filter((problem) => problem.severity === 'error');
	if (errors.length > 0) return yield* couldNot(errors, host);
	const { applied } = standingOf(graph, await host.ledger());
	const plan = planned(graph, applied, direction, target);
	if (!plan.ok) return yield* couldNot(plan.problems, host);
	if (plan.value.length === 0) {
		yield line('-- Nothing to run: the database is there already.', 'soft');
		return 0;
	}
	for (const revision of plan.value) {
		const migration = migrationOf(graph, revision);
		const step = stepLines(graph, migration, direction);
		if (!step.ok) {
			for (const problem of step.problems) yield* problemLines(problem, folderName(host));
			return 1;
		}
		yield* step.value;
	}
	const below = belowOf(graph, plan.value.at(-1)!);
	const reached = direction === 'upgrade' ? plan.value.at(-1)! : below;
	yield line(
		`-- The ledger is not part of this. After running it elsewhere: updown stamp ${reached}`,
		'soft'
	);
	return 0;
}

function planned(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	direction: Direction,
	target: string
): Outcome<readonly string[]> {
	const up = direction === 'upgrade';
	const plan = up ? planUpgrade : planDowngrade;
	if (!target.includes(':')) return plan(graph, applied, target);
	const [from = '', to = ''] = target.split(':');
	const start = resolveRevisions(graph, applied, from || (up ? 'base' : 'heads'));
	if (!start.ok) return start;
	return plan(graph, withAncestors(graph, start.value), to || (up ? 'head' : 'base'));
}

function stepLines(
	graph: RevisionGraph,
	migration: Migration,
	direction: Direction
): Outcome<readonly OutputLine[]> {
	const section = direction === 'upgrade' ? migration.up : migration.down;
	if (!section) {
		return failure({
			code: 'no-downgrade',
			severity: 'error',
			message: `${migration.revision} has no down section, so there is no SQL to print.`,
			hint: 'Write one under `-- migrate:down`.',
			file: migration.file
		});
	}
	const below = belowOf(graph, migration.revision);
	const way = direction === 'upgrade' ? [below, migration.revision] : [migration.revision, below];
	const body = section.sql.replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
	const lines = [line(`-- Running ${direction} ${way.join(' -> ')}, ${migration.message}`, 'soft')];
	if (!section.foreignKeys) {
		lines.push(line('-- Foreign keys must not be enforced while this step runs.', 'soft'));
	}
	if (section.transaction) lines.push(line('BEGIN;'));
	lines.push(...(body === '' ? [] : body.split(/\r?\n/).map((text) => line(text))));
	// The last statement may do without its semicolon, and a comment may follow it.
	if (body !== '' && !body.endsWith(';')) lines.push(line(';'));
	if (section.transaction) lines.push(line('COMMIT;'));
	return success([...lines, line('')]);
}
