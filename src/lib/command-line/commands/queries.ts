import {
	verdictsAt,
	type Pinned,
	type QueryVerdict,
	type TriedQueries,
	type VersionAnswers
} from '../../engine/run/pinned-queries.ts';
import type { Answer, Command } from '../command.ts';
import type { CommandHost, OutputLine } from '../host.ts';
import { counted, couldNot, line } from '../lines.ts';
import { nearest } from '../nearest.ts';

export const queries: Command = {
	name: 'queries',
	summary: 'Run what versions of your app ask at every version of the database, and undo it all.',
	details: [
		'A set holds the queries of one version of an app: statements one after another, each with a comment above that names it. On a page the sets are those that are pinned (Alt-Q); on a disk each file of the folder queries/ beside the migrations is one, and is called as the file is.',
		'Every version is really reached, on the rows that are there: those below by going down, those above by going up. What a query writes is undone before the next one.',
		'The exit code is 0 where no migration on its way up breaks a query, and 1 where one does or not every version could be reached.'
	],
	examples: ['queries', 'queries app-v1 app-v2'],
	positional: {
		name: 'set',
		kind: 'text',
		many: true,
		fallback: { updown: [], flask: [], alembic: [] },
		summary: 'Which sets; all where none is named.'
	},
	options: [],
	own: true,
	run: async function* ({ positionals }, host): Answer {
		const sets = host.queries();
		if (sets.length === 0) return yield* nothingToAsk();
		const names = sets.map(({ name }) => name);
		const unknown = positionals.find((name) => !names.includes(name));
		if (unknown !== undefined) {
			const meant = nearest(unknown, names);
			yield line(`Error: there is no set ${unknown}. There are: ${names.join(', ')}.`, 'error');
			if (meant !== undefined) yield line(`  Did you mean ${meant}?`, 'soft');
			return 2;
		}
		const chosen = positionals.length === 0 ? sets : sets.filter(({ name }) => positionals.includes(name));
		return yield* told(await host.tryQueries(chosen), host);
	}
};

async function* nothingToAsk(): Answer {
	yield line('Error: there are no queries to run.', 'error');
	yield line(
		'  On the page, Alt-Q pins some; on a disk, write queries/app-v1.sql beside the folder of migrations.',
		'soft'
	);
	return 1;
}

async function* told(tried: TriedQueries, host: CommandHost): Answer {
	const { versions, problems } = tried;
	if (versions.length === 0) return yield* couldNot(problems, host);
	const verdicts = versions.map((version, at) => verdictsAt(version, versions[at - 1]));
	let broken = 0;
	for (const [at, query] of tried.queries.entries()) {
		const course = courseOf(
			versions,
			verdicts.map((all) => all[at]!)
		);
		if (course.breaks.length > 0) broken++;
		yield* courseLines(query, at, course, versions);
	}
	if (problems.length > 0) yield* couldNot(problems, host);
	const all = counted(tried.queries.length, 'query', 'queries');
	const reached = counted(versions.length, 'version');
	yield line(
		broken === 0
			? `No migration breaks one of ${all} at ${reached}. The database is as it was.`
			: `${broken} of ${all} broken on the way up through ${reached}. The database is as it was.`,
		broken === 0 ? 'good' : 'error'
	);
	return broken === 0 && problems.length === 0 ? 0 : 1;
}

/** What becomes of a query from base up, by the places of versions. */
interface Course {
	/** Where it works, each stretch with its ends. */
	readonly works: readonly (readonly [from: number, to: number])[];
	/** Where it failed, and had worked at the version below. */
	readonly breaks: readonly number[];
	/** Where it answers otherwise than at the version below. */
	readonly differs: readonly number[];
}

function courseOf(versions: readonly VersionAnswers[], verdicts: readonly QueryVerdict[]): Course {
	const works: [number, number][] = [];
	const breaks: number[] = [];
	const differs: number[] = [];
	for (const [at] of versions.entries()) {
		const last = works.at(-1);
		const worked = last?.[1] === at - 1;
		if (verdicts[at] === 'fails') {
			if (worked) breaks.push(at);
			continue;
		}
		if (last && worked) last[1] = at;
		else works.push([at, at]);
		if (verdicts[at] === 'differs') differs.push(at);
	}
	return { works, breaks, differs };
}

function* courseLines(
	{ set, name }: Pinned,
	at: number,
	{ works, breaks, differs }: Course,
	versions: readonly VersionAnswers[]
): Iterable<OutputLine> {
	const named = (version: number) => versions[version]?.revision ?? 'base';
	const answer = (version: number) => versions[version]!.answers[at]!;
	const everywhere = works[0]?.[0] === 0 && works[0][1] === versions.length - 1;
	const stretches = works.map(([from, to]) =>
		from === to ? `at ${named(from)}` : `from ${named(from)} to ${named(to)}`
	);
	const where = everywhere
		? 'works at every version'
		: works.length === 0
			? 'works at no version'
			: `works ${stretches.join(' and ')}`;
	const isBroken = breaks.length > 0;
	const tone = isBroken ? 'error' : works.length === 0 ? 'warning' : 'good';
	yield line(`${isBroken ? '✕' : works.length === 0 ? '!' : '✓'} ${set}, ${name}: ${where}`, tone);
	for (const version of breaks) {
		const failed = answer(version);
		if (failed.kind === 'fails') yield line(`  ${named(version)} breaks it: ${failed.message}`, 'error');
	}
	const last = answer(versions.length - 1);
	if (works.length === 0 && last.kind === 'fails') yield line(`  ${last.message}`, 'soft');
	if (differs.length > 0)
		yield line(`  answers otherwise from ${differs.map(named).join(' and ')} on`, 'soft');
}
