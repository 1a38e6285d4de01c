import { whatWentLost, type Contents, type Ground, type Place } from './ground.ts';
import type { Migration, Peer } from './peers.ts';
import { withoutRoles, type Pair } from './pairs.ts';

/** What became of the rows: kept, lost, or the upgrade refused because of them. */
export type Rows = 'kept' | 'lost' | 'refused';

/** How far a tool came with a pair. */
export interface Verdict {
	readonly pair: Pair;
	readonly peer: string;
	/** The upgrade gives the later schema. */
	readonly up: boolean;
	/** The downgrade then gives the earlier one again. */
	readonly back: boolean;
	/** Undefined where no rows could survive, or the upgrade is wrong without any. */
	readonly rows: Rows | undefined;
	/** Why it is not all true, for people. */
	readonly reasons: readonly string[];
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;

function difference(found: string, expected: string): string {
	const [left, right] = [found.split('\n'), expected.split('\n')];
	const extra = left.find((line) => !right.includes(line));
	const missing = right.find((line) => !left.includes(line));
	return `found “${extra ?? 'nothing more'}”, expected “${missing ?? 'nothing more'}”`;
}

/** A pair on its ground: made once, copied for every tool. */
interface Standing {
	readonly before: Place;
	readonly after: Place;
	readonly fingerprints: readonly [before: string, after: string];
	/** With rows, where any could be put in. */
	readonly filled:
		{ readonly place: Place; readonly contents: Contents; readonly wanted: Contents } | undefined;
}

async function stand(ground: Ground, pair: Pair, places: Place[]): Promise<Standing> {
	const made = async (making: Promise<Place>) => {
		const place = await making;
		places.push(place);
		return place;
	};
	const before = await made(ground.make(pair.before));
	const hasRoles = withoutRoles(pair.before) !== pair.before;
	const after = await made(ground.make(hasRoles ? withoutRoles(pair.after) : pair.after));
	const fingerprints = [await ground.fingerprint(before), await ground.fingerprint(after)] as const;
	const place = await made(ground.copy(before));
	await ground.fill(place);
	const contents = await ground.contents(place);
	const hasRows = [...contents.values()].some(({ values }) => values.length > 0);
	const filled = hasRows ? { place, contents, wanted: await ground.contents(after) } : undefined;
	return { before, after, fingerprints, filled };
}

async function judgeRows(
	ground: Ground,
	pair: Pair,
	{ place, contents, wanted }: NonNullable<Standing['filled']>,
	migration: Migration,
	reasons: string[]
): Promise<Rows | undefined> {
	const copy = await ground.copy(place);
	try {
		await migration.upgrade(copy);
	} catch (error) {
		reasons.push(`with rows: ${reasonOf(error)}`);
		await ground.drop([copy]);
		return 'refused';
	}
	const lost = whatWentLost(contents, await ground.contents(copy), wanted, pair.kind === 'rename');
	await ground.drop([copy]);
	if (lost === undefined) return undefined;
	if (lost !== '') reasons.push(`rows: ${lost}`);
	return lost === '' ? 'kept' : 'lost';
}

async function judgePeer(ground: Ground, pair: Pair, standing: Standing, peer: Peer): Promise<Verdict> {
	const reasons: string[] = [];
	let [up, back] = [false, false];
	let rows: Rows | undefined;
	const copy = await ground.copy(standing.before);
	const [before, after] = standing.fingerprints;
	let doing = 'generate';
	try {
		const migration = await peer.generate(ground, standing.before, standing.after);
		doing = 'upgrade';
		await migration.upgrade(copy);
		const there = await ground.fingerprint(copy);
		up = there === after;
		if (!up) throw new Error(difference(there, after));
		if (standing.filled !== undefined) {
			rows = await judgeRows(ground, pair, standing.filled, migration, reasons);
		}
		doing = 'downgrade';
		await migration.downgrade(copy);
		const here = await ground.fingerprint(copy);
		back = here === before;
		if (!back) throw new Error(difference(here, before));
	} catch (error) {
		reasons.push(`${doing}: ${reasonOf(error)}`);
	}
	await ground.drop([copy]);
	return { pair, peer: peer.name, up, back, rows, reasons };
}

/** Judges every tool on a pair; the reason where the database itself refuses one of the two schemas. */
export async function judgePair(
	ground: Ground,
	pair: Pair,
	peers: readonly Peer[]
): Promise<Verdict[] | string> {
	const places: Place[] = [];
	try {
		const standing = await stand(ground, pair, places);
		const verdicts: Verdict[] = [];
		for (const peer of peers) verdicts.push(await judgePeer(ground, pair, standing, peer));
		return verdicts;
	} catch (error) {
		return reasonOf(error);
	} finally {
		await ground.drop(places);
	}
}
