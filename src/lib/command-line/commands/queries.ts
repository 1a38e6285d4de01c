import type { Pinned, TriedQueries } from '../../engine/run/pinned-queries.ts';
import { coursesOf, type QueryCell } from '../../engine/run/query-course.ts';
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
	const courses = coursesOf(tried);
	const named = versions.map(({ revision = 'base' }) => revision);
	for (const [at, query] of tried.queries.entries()) yield* courseLines(query, courses[at]!, named);
	const broken = courses.filter((cells) => cells.some(({ isBroken }) => isBroken)).length;
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

/** What becomes of a query from base up; `named` are the versions as people call them. */
function* courseLines(
	{ set, name }: Pinned,
	cells: readonly QueryCell[],
	named: readonly string[]
): Iterable<OutputLine> {
	const works = stretchesOf(cells).map(([from, to]) =>
		from === to ? `at ${named[from]}` : `from ${named[from]} to ${named[to]}`
	);
	const never = works.length === 0;
	const everywhere = cells.every(({ verdict }) => verdict !== 'fails');
	const where = everywhere ? 'at every version' : never ? 'at no version' : works.join(' and ');
	const isBroken = cells.some((cell) => cell.isBroken);
	const [sign, tone] = isBroken
		? (['✕', 'error'] as const)
		: never
			? (['!', 'warning'] as const)
			: (['✓', 'good'] as const);
	yield line(`${sign} ${set}, ${name}: works ${where}`, tone);
	for (const [at, cell] of cells.entries()) {
		if (cell.isBroken && cell.answer.kind === 'fails')
			yield line(`  ${named[at]} breaks it: ${cell.answer.message}`, 'error');
	}
	const last = cells.at(-1)?.answer;
	if (never && last?.kind === 'fails') yield line(`  ${last.message}`, 'soft');
	const differs = named.filter((_, at) => cells[at]?.verdict === 'differs');
	if (differs.length > 0) yield line(`  answers otherwise from ${differs.join(' and ')} on`, 'soft');
}

/** Where it works without a break, each stretch by the places of its first version and its last. */
function stretchesOf(cells: readonly QueryCell[]): readonly (readonly [from: number, to: number])[] {
	const found: [number, number][] = [];
	for (const [at, { verdict }] of cells.entries()) {
		const last = found.at(-1);
		if (verdict === 'fails') continue;
		if (last?.[1] === at - 1) last[1] = at;
		else found.push([at, at]);
	}
	return found;
}
