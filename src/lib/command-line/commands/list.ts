import type { RevisionGraph } from '../../engine/migration/migration.ts';
import { branchpointsOf, childrenOf } from '../../engine/migration/revisions.ts';
import { resolveRange, resolveRevisions } from '../../engine/migration/target.ts';
import { has, valueOf, type Answer, type Command, type Invocation } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { couldNot, folderName, line, marked, migrationOf, belowOf, problemLines, verbose } from '../lines.ts';
import { standingOf, type Standing } from '../../engine/run/standing.ts';

const verboseOption = { name: '--verbose', short: '-v', summary: 'Tell more about each.' };

/** What every list needs to know. */
interface Desk {
	readonly graph: RevisionGraph;
	readonly standing: Standing;
	readonly folder: string;
}

async function deskOf(host: CommandHost): Promise<Desk> {
	const { graph } = host.folder();
	return { graph, standing: standingOf(graph, await host.ledger()), folder: folderName(host) };
}

/** Ends a list: what is wrong with the folder comes after the sound part, and makes the exit code 1. */
async function* withFolderProblems(host: CommandHost): Answer {
	const errors = host.folder().problems.filter((problem) => problem.severity === 'error');
	if (errors.length === 0) return 0;
	for (const problem of errors) yield* problemLines(problem, folderName(host));
	return 1;
}

export const history: Command = {
	name: 'history',
	summary: 'List the migrations of the folder, newest first.',
	details: [
		'A range is `start:end`, `start:` or `:end`; each end is a revision, `head`, `base` or a step such as -2.'
	],
	examples: ['history', 'history -r 0002:head', 'history -i -v'],
	options: [
		{ name: '--rev-range', short: '-r', value: 'start:end', kind: 'target', summary: 'Only this part.' },
		verboseOption,
		{ name: '--indicate-current', short: '-i', summary: 'Mark where the database is.' }
	],
	run: async function* (invocation: Invocation, host): Answer {
		const desk = await deskOf(host);
		const { graph, standing } = desk;
		const range = valueOf(invocation, '--rev-range');
		let shown = graph.migrations.map((migration) => migration.revision);
		if (range !== undefined) {
			const found = resolveRange(graph, standing.applied, range);
			if (!found.ok) return yield* couldNot(found.problems, host);
			const wanted = new Set(found.value);
			shown = shown.filter((revision) => wanted.has(revision));
		}
		const current = has(invocation, '--indicate-current') ? standing.current : [];
		if (graph.migrations.length === 0) yield* emptyFolder();
		for (const revision of shown.toReversed()) {
			if (has(invocation, '--verbose')) {
				yield* verbose(graph, migrationOf(graph, revision), desk.folder, current);
				yield line('');
			} else yield historyLine(graph, revision, current);
		}
		return yield* withFolderProblems(host);
	}
};

/** `0001, 0002 -> 0003 (head), Add email`, as Alembic writes it. */
function historyLine(graph: RevisionGraph, revision: string, current: readonly string[]): OutputLine {
	const below = belowOf(graph, revision);
	const from = below === 'base' ? '<base>' : below;
	return line(`${from} -> ${marked(graph, revision, current)}, ${migrationOf(graph, revision).message}`);
}

function* emptyFolder(): Iterable<OutputLine> {
	yield line('The folder has no migrations yet. `updown revision -m "…"` writes the first.', 'soft');
}

export const heads: Command = {
	name: 'heads',
	summary: 'List the heads: the migrations no other one follows.',
	details: ['More than one head means that the folder has branched; `updown merge heads` joins them.'],
	examples: ['heads', 'heads -v'],
	options: [verboseOption],
	run: async function* (invocation, host): Answer {
		const { graph, folder } = await deskOf(host);
		if (graph.heads.length === 0) yield* emptyFolder();
		for (const revision of graph.heads) {
			if (has(invocation, '--verbose')) {
				yield* verbose(graph, migrationOf(graph, revision), folder, []);
				yield line('');
			} else yield line(marked(graph, revision));
		}
		return yield* withFolderProblems(host);
	}
};

export const branches: Command = {
	name: 'branches',
	summary: 'List the migrations that more than one other follows.',
	details: [],
	examples: ['branches', 'branches -v'],
	options: [verboseOption],
	run: async function* (invocation, host): Answer {
		const { graph, folder } = await deskOf(host);
		const points = branchpointsOf(graph).map((revision) => migrationOf(graph, revision));
		if (points.length === 0)
			yield line('No branches: every migration is followed by one other at most.', 'soft');
		for (const migration of points) {
			if (has(invocation, '--verbose')) {
				yield* verbose(graph, migration, folder, []);
				yield line('');
			} else yield historyLine(graph, migration.revision, []);
			const indent = ' '.repeat(belowOf(graph, migration.revision).length);
			for (const child of childrenOf(graph, migration.revision)) {
				yield line(`${indent} -> ${marked(graph, child)}, ${migrationOf(graph, child).message}`);
			}
		}
		return yield* withFolderProblems(host);
	}
};

export const show: Command = {
	name: 'show',
	summary: 'Show one migration: what it stands on, where it is, what it says.',
	details: [],
	examples: ['show', 'show 0003', 'show +1'],
	positional: {
		name: 'revision',
		kind: 'target',
		many: false,
		fallback: { updown: ['head'], flask: ['head'] },
		summary: 'Which one; `head` where it is left out.'
	},
	options: [],
	run: async function* (invocation, host): Answer {
		const { graph, standing, folder } = await deskOf(host);
		const found = resolveRevisions(graph, standing.applied, invocation.positionals[0]!);
		if (!found.ok) return yield* couldNot(found.problems, host);
		if (found.value.length === 0) yield line('base: the database with nothing applied.', 'soft');
		for (const revision of found.value) {
			const migration = migrationOf(graph, revision);
			yield* verbose(graph, migration, folder, standing.current);
			yield line('');
			const text = host.files().find((file) => file.name === migration.file)?.text ?? '';
			for (const written of text.trimEnd().split(/\r?\n/)) yield line(written);
		}
		return 0;
	}
};

export const current: Command = {
	name: 'current',
	summary: 'Say which revision the database is at.',
	details: ['With --check-heads the exit code is 1 unless every head is applied.'],
	examples: ['current', 'current -v', 'current --check-heads'],
	options: [
		verboseOption,
		{
			name: '--check-heads',
			short: '-c',
			summary: 'Fail unless the database is at every head.',
			unknownTo: ['flask']
		}
	],
	run: async function* (invocation, host): Answer {
		const { graph, standing, folder } = await deskOf(host);
		for (const revision of standing.current) {
			if (has(invocation, '--verbose')) {
				yield* verbose(graph, migrationOf(graph, revision), folder, []);
				yield line('');
			} else yield line(marked(graph, revision));
		}
		if (standing.current.length === 0 && standing.missing.length === 0) {
			yield line('base: nothing is applied.', 'soft');
		}
		for (const problem of standing.problems) yield* problemLines(problem, folder);
		const behind = graph.heads.filter((revision) => !standing.current.includes(revision));
		if (has(invocation, '--check-heads') && behind.length > 0) {
			yield line(`Error: The database is not on every head: ${behind.join(', ')} is still ahead.`, 'error');
			yield line('  `upgrade heads` goes there.', 'soft');
			return 1;
		}
		const unsound = standing.problems.some((problem) => problem.severity === 'error');
		return unsound ? 1 : yield* withFolderProblems(host);
	}
};
