/**
 * `npm run compare:autogenerate -- DIR`: ours beside theirs. Each tool writes a migration for every pair of schemas in
 * DIR, runs it both ways on native databases, and the catalogs say how far it came. The pairs are those of
 * `npm run cases`.
 */

import type { PeerServer } from '../folders.ts';
import type { Ground, Kind } from './ground.ts';
import { judgePair, type Verdict } from './judge.ts';
import { makesRoles, readPairs, type Pair } from './pairs.ts';
import { alembic, isAlembic, statementTool, updown, type Peer } from './peers.ts';
import { postgresGround } from './postgres-ground.ts';
import { sqliteGround } from './sqlite-ground.ts';
import { verdictTable } from './table.ts';
import { timeAlembic, timedWhat } from './time.ts';

/** What could be had; a tool that could not is left out, and whoever calls has said so. */
export interface Comparison {
	readonly folder: string;
	readonly kinds: readonly Kind[];
	readonly server: PeerServer | undefined;
	readonly tools: readonly {
		readonly name: string;
		readonly title: string;
		readonly command: readonly string[];
	}[];
	/** Today, for people. */
	readonly date: string;
	readonly say: (line: string) => void;
}

/** What was run on one kind of database, and what came of it. */
export interface Compared {
	readonly date: string;
	/** The database, with its version. */
	readonly ground: string;
	/** As Markdown. */
	readonly table: string;
	/** Of every tool that ran, ours among them. */
	readonly titles: readonly string[];
	/** What Alembic takes for the large schema; undefined where it did not run. */
	readonly alembicMs: number | undefined;
	/** Every verdict with its reasons. */
	readonly verdicts: readonly unknown[];
	/** Pairs that this database refuses, and why. */
	readonly impossible: readonly string[];
}

const bothKinds: readonly Kind[] = ['sqlite', 'postgres'];

/** A ground with tools of its own, so that several pairs are judged at a time. */
interface Lane {
	readonly ground: Ground;
	readonly peers: readonly Peer[];
}

const lanesAtATime = 3;

async function openLane({ tools, server }: Comparison, kind: Kind): Promise<Lane> {
	const ground = kind === 'sqlite' ? await sqliteGround() : postgresGround(server!);
	const peers: Peer[] = [
		await updown({ name: 'Updown', title: 'Updown, as it is beside this file' }, false),
		await updown(
			{ name: 'Updown, renames taken', title: 'Updown, with every rename taken that it suggests' },
			true
		)
	];
	for (const { name, title, command } of tools) {
		if (name === 'alembic') peers.push(alembic(title, command));
		else if (name === 'atlas') peers.push(statementTool({ name: 'Atlas', title, kinds: bothKinds }, command));
		else peers.push(statementTool({ name, title, kinds: ['postgres'] }, command));
	}
	return { ground, peers: peers.filter((peer) => peer.kinds.includes(kind)) };
}

async function closeLane({ ground, peers }: Lane): Promise<void> {
	for (const peer of peers) peer.close();
	await ground.close();
}

/** Verdicts in the order of the pairs; pairs that make roles have the server to themselves. */
async function compareOn(lanes: readonly Lane[], { folder, say }: Comparison) {
	const [{ ground } = { ground: undefined }] = lanes;
	const pairs = readPairs(folder, ground!.kind) ?? [];
	const judged = new Map<Pair, Verdict[] | string>();
	const run = async (queue: Pair[], { ground, peers }: Lane) => {
		for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
			judged.set(pair, await judgePair(ground, pair, peers));
			if (judged.size % 50 === 0) say(`  ${ground.title}: ${judged.size} of ${pairs.length} pairs`);
		}
	};
	const together = pairs.filter((pair) => !makesRoles(pair));
	await Promise.all(lanes.map((lane) => run(together, lane)));
	await run(pairs.filter(makesRoles), lanes[0]!);

	const verdicts: Verdict[] = [];
	const impossible: string[] = [];
	for (const pair of pairs) {
		const found = judged.get(pair)!;
		if (typeof found === 'string') impossible.push(`${pair.id}: ${found}`);
		else verdicts.push(...found);
	}
	return { verdicts, impossible };
}

async function compareKind(comparison: Comparison, kind: Kind): Promise<Compared> {
	const { say, date } = comparison;
	const lanes = await Promise.all(Array.from({ length: lanesAtATime }, () => openLane(comparison, kind)));
	const [{ ground, peers }] = lanes as [Lane];
	try {
		const { verdicts, impossible } = await compareOn(lanes, comparison);
		const table = verdictTable(
			verdicts,
			peers.map(({ name }) => name)
		);
		say(`\n${table}\n\n${impossible.length} pairs that this database refuses`);
		const timed = peers.find(isAlembic);
		const alembicMs = timed === undefined ? undefined : await timeAlembic(ground, timed.process);
		if (alembicMs !== undefined) say(`Alembic, to ${timedWhat}: ${(alembicMs / 1000).toFixed(1)} s`);
		return {
			date,
			ground: ground.title,
			table,
			titles: peers.map(({ title }) => title),
			alembicMs,
			verdicts: verdicts.map(({ pair, ...rest }) => ({ id: pair.id, kind: pair.kind, ...rest })),
			impossible
		};
	} finally {
		await Promise.all(lanes.map(closeLane));
	}
}

/** Alembic's time on every kind of database that could be had, and nothing else. */
export async function runTimes(comparison: Comparison): Promise<Partial<Record<Kind, number>>> {
	const { kinds, server, say } = comparison;
	const tools = comparison.tools.filter(({ name }) => name === 'alembic');
	const all: Partial<Record<Kind, number>> = {};
	for (const kind of kinds) {
		if (kind === 'postgres' && server === undefined) continue;
		const lane = await openLane({ ...comparison, tools }, kind);
		try {
			const timed = lane.peers.find(isAlembic);
			if (timed === undefined) continue;
			all[kind] = await timeAlembic(lane.ground, timed.process);
			say(`Alembic on ${lane.ground.title}, to ${timedWhat}: ${(all[kind] / 1000).toFixed(1)} s`);
		} finally {
			await closeLane(lane);
		}
	}
	return all;
}

/** Compares on every kind of database that there are pairs for and that could be had. */
export async function runComparison(comparison: Comparison): Promise<Partial<Record<Kind, Compared>>> {
	const { folder, kinds, server } = comparison;
	const all: Partial<Record<Kind, Compared>> = {};
	for (const kind of kinds) {
		if (readPairs(folder, kind) === undefined || (kind === 'postgres' && server === undefined)) continue;
		all[kind] = await compareKind(comparison, kind);
	}
	return all;
}

function sectionOf({ date, ground, table, impossible }: Compared): string {
	const left =
		impossible.length === 0
			? ''
			: `\n\n${impossible.length} more pairs were left out, because this database refuses one of the two schemas.`;
	return `## ${ground}\n\nRun on ${date}.\n\n${table}${left}`;
}

/** The document of what was run, and of nothing else. */
export function documentOf(all: readonly Compared[]): string {
	const titles = [...new Set(all.flatMap((each) => each.titles))];
	const times = all.flatMap(({ ground, alembicMs }) =>
		alembicMs === undefined ? [] : [`${ground}: ${(alembicMs / 1000).toFixed(1)} s`]
	);
	return `# Generated migrations: ours beside theirs

What \`npm run compare:autogenerate -- DIR --write\` found, and wrote here. DIR holds pairs of schemas, before and
after, from the public test suites of schema tools; they are not part of this repository.

Every tool reads the two schemas from native databases and writes a migration. Its upgrade runs on a copy of the
first database; the catalog must then say what the second one says. Its downgrade runs after it; the catalog must say what it
said at first. A fingerprint of the catalog judges, which shares no code with any tool; it is strict: the name of a
constraint, the length of a \`VARCHAR\` and \`AUTOINCREMENT\` count also where they make no difference. The cells say how many
pairs came out right **up / both up and down**. Where the upgrade is right it runs once more, on tables with rows:
**kept** where every column that both schemas have by the same name and type holds what it held (and a pure rename loses
no value), **lost** where not, **refused** where the rows stopped it.

How each was run:

${titles.map((title) => `- ${title}`).join('\n')}

Alembic compares what it reflects from the second database with the first, types and server defaults included, renders the
revision in batch mode and runs it, as Flask-Migrate does; models written by hand can tell it more (names of
constraints) or less. Atlas is its library with a program of ours around it; what its makers sell beside it (views, functions,
triggers, policies) is not in there. A tool that writes one way only was asked again for the way back.

${all.map(sectionOf).join('\n\n')}

## Time

Alembic's \`compare_metadata\`, to ${timedWhat}, the best of five on the machine at hand:

${times.map((time) => `- ${time}`).join('\n')}
`;
}
