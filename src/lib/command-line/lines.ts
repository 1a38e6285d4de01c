import type { Migration, RevisionGraph } from '../engine/migration/migration.ts';
import { childrenOf, findMigration, parentsOf } from '../engine/migration/revisions.ts';
import type { Problem } from '../engine/problem.ts';
import type { Answer } from './command.ts';
import type { CommandHost, OutputLine } from './host.ts';

/** A line of output. */
export function line(text: string, tone: OutputLine['tone'] = 'plain'): OutputLine {
	return { text, tone };
}

/** A problem as a person reads it: what happened, where, what to do next. */
export function problemLines(problem: Problem, folder = 'migrations'): readonly OutputLine[] {
	const word = problem.severity === 'error' ? 'Error' : 'Warning';
	const tone = problem.severity === 'error' ? 'error' : 'warning';
	const lines = [line(`${word}: ${problem.message}`, tone)];
	const start = problem.span?.start;
	if (problem.file) {
		const place = start ? `:${start.line}:${start.column}` : '';
		// `schema.sql` stands beside the folder.
		const path = problem.file === 'schema.sql' ? problem.file : `${folder}/${problem.file}`;
		lines.push(line(`  at ${path}${place}`, tone));
	} else if (problem.files && problem.files.length > 0) {
		lines.push(line(`  in ${problem.files.join(', ')}`, tone));
	}
	if (problem.hint !== '') lines.push(line(`  ${problem.hint}`, 'soft'));
	return lines;
}

/** Says every problem and ends as a command that could not do what was asked. */
export async function* couldNot(problems: readonly Problem[], host: CommandHost): Answer {
	for (const problem of problems) yield* problemLines(problem, folderName(host));
	return 1;
}

/** Yields lines and ends as a command that did what was asked. */
export async function* said(...lines: readonly OutputLine[]): Answer {
	yield* lines;
	return 0;
}

/** What the folder is called in paths. */
export function folderName(host: CommandHost): string {
	return host.folderName ?? 'migrations';
}

/** `0004 (head)` and the like: a revision with the marks Alembic gives it. */
export function marked(graph: RevisionGraph, revision: string, current: readonly string[] = []): string {
	const labels = Object.entries(graph.labels)
		.filter(([, carrier]) => carrier === revision)
		.map(([label]) => label);
	const marks = [];
	if (labels.length > 0) marks.push(labels.join(', '));
	if (graph.heads.includes(revision)) marks.push('head');
	if (childrenOf(graph, revision).length > 1) marks.push('branchpoint');
	if (parentsOf(graph, revision).length > 1) marks.push('mergepoint');
	if (current.includes(revision)) marks.push('current');
	return [revision, ...marks.map((mark) => `(${mark})`)].join(' ');
}

/** The parents of a revision as one word, `base` where it has none. */
export function belowOf(graph: RevisionGraph, revision: string): string {
	const parents = parentsOf(graph, revision);
	return parents.length === 0 ? 'base' : parents.join(', ');
}

/** The long form of a migration that `-v` and `show` print, blank line first. */
export function verbose(
	graph: RevisionGraph,
	migration: Migration,
	folder: string,
	current: readonly string[]
): readonly OutputLine[] {
	const children = childrenOf(graph, migration.revision);
	const facts = [
		`Rev:      ${marked(graph, migration.revision, current)}`,
		`Parent:   ${belowOf(graph, migration.revision)}`
	];
	if (children.length > 1) facts.push(`Branches: ${children.join(', ')}`);
	if (migration.dependsOn.length > 0) facts.push(`Needs:    ${migration.dependsOn.join(', ')}`);
	facts.push(`Path:     ${folder}/${migration.file}`, `Message:  ${migration.message}`);
	if (!migration.down) facts.push('Down:     none, it cannot be downgraded');
	return facts.map((fact) => line(fact));
}

/** The migration of a revision that the graph is known to have. */
export function migrationOf(graph: RevisionGraph, revision: string): Migration {
	const found = findMigration(graph, revision);
	if (!found) throw new Error(`The graph has no revision ${revision}.`);
	return found;
}

const grouping = new Intl.NumberFormat('en');

/** `1 row`, `1,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${grouping.format(count)} ${count === 1 ? one : many}`;
}
