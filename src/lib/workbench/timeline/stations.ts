import { kindWords } from '../../engine/schema/describe.ts';
import type { RevisionGraph } from '../../engine/migration/migration.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';
import type { Frame } from '../../engine/run/step.ts';
import { count } from '../../look/numbers.ts';
import type { SignName } from '../../look/signs.ts';
import type { StopMark } from '../together/marks.ts';
import { base, mapLine, type LineMap, type Placed, type Stop } from './layout.ts';
import type { Twin } from './twins.ts';

/** A stop of the line as people see it. */
export interface Station extends Placed {
	readonly title: string;
	/** The revision, short enough for its place. */
	readonly short: string;
	readonly standing: Extract<SignName, 'applied' | 'pending' | 'edited' | 'partial' | 'missing' | 'failed'>;
	/** The train has come past here: drawn full, also while a run is under way. */
	readonly done: boolean;
	readonly here: boolean;
	/** The next Upgrade runs it. */
	readonly next: boolean;
	/** A few words under the title: what it did, or how it stands. */
	readonly fact: string;
	/** What two developers make of it. */
	readonly mark?: StopMark | undefined;
}

export interface LineFacts {
	readonly graph: RevisionGraph;
	readonly ledger: readonly LedgerEntry[];
	/** How each revision stands; absent ones are pending. */
	readonly standings: ReadonlyMap<string, Station['standing']>;
	/** In the order of application, with the progress of a run under way. */
	readonly applied: readonly string[];
	readonly here: readonly string[];
	readonly next: string | undefined;
	/** The revision whose step has failed last. */
	readonly failed: string | undefined;
	readonly frames: readonly Frame[];
	/** Files that share the revision of another one. */
	readonly twins: readonly Twin[];
	/** What two developers make of a file. */
	readonly marks: ReadonlyMap<string, StopMark>;
}

/** The map of the folder: which stops there are and how the track runs. It changes only with the graph and the missing files. */
export function mapOf(
	graph: RevisionGraph,
	ledger: readonly LedgerEntry[],
	twins: readonly Twin[] = []
): LineMap {
	const known = new Set(graph.migrations.map(({ revision }) => revision));
	const stops = graph.migrations.map(({ revision, dependsOn }): Stop => ({
		revision,
		parents: graph.parents[revision] ?? [],
		dependsOn
	}));
	// A revision whose file is gone hangs where it was applied: after its neighbour in the ledger.
	const missing = ledger.flatMap(({ revision }, at): Stop[] => {
		if (known.has(revision)) return [];
		const earlier = ledger[at - 1]?.revision;
		return [{ revision, parents: earlier === undefined ? [] : [earlier], dependsOn: [] }];
	});
	const beside = twins.map(({ key, parents }): Stop => ({ revision: key, parents, dependsOn: [] }));
	return mapLine([...stops, ...missing, ...beside]);
}

/** Every stop with what is known of it. */
export function stationsOf(map: LineMap, facts: LineFacts): Station[] {
	const messages = new Map(facts.graph.migrations.map((one) => [one.revision, one.message]));
	const names = new Map(facts.ledger.map((entry) => [entry.revision, entry.name]));
	const files = new Map(facts.graph.migrations.map((one) => [one.revision, one.file]));
	const twins = new Map(facts.twins.map((twin) => [twin.key, twin]));
	// What the ledger says of a revision is meant of the file that was run.
	const ranAsTwin = new Set(facts.twins.filter(({ isApplied }) => isApplied).map(({ revision }) => revision));
	const done = new Set(facts.applied.filter((revision) => !ranAsTwin.has(revision)));
	const here = new Set(facts.here.filter((revision) => !ranAsTwin.has(revision)));
	for (const { key, revision, isApplied } of facts.twins) {
		if (!isApplied) continue;
		if (facts.applied.includes(revision)) done.add(key);
		if (facts.here.includes(revision)) here.add(key);
	}
	const frames = new Map(
		facts.frames.filter(({ direction }) => direction === 'upgrade').map((frame) => [frame.revision, frame])
	);
	return map.placed.map((place): Station => {
		const { revision } = place;
		if (revision === base) {
			return {
				...place,
				title: 'base',
				short: '',
				standing: 'applied',
				done: true,
				here: facts.here.length === 0,
				next: false,
				fact: facts.here.length === 0 ? 'you are here' : 'empty'
			};
		}
		const twin = twins.get(revision);
		const shown = twin?.revision ?? revision;
		const mark = facts.marks.get(twin?.file ?? files.get(revision) ?? '');
		const known = ranAsTwin.has(revision)
			? 'pending'
			: (facts.standings.get(revision) ?? (done.has(revision) ? 'applied' : 'pending'));
		const standing = known === 'pending' && revision === facts.failed ? 'failed' : known;
		const isHere = here.has(revision);
		const frame = frames.get(revision);
		return {
			...place,
			title: twin?.message ?? messages.get(revision) ?? names.get(revision) ?? revision,
			short: shown.length <= 8 ? shown : `…${shown.slice(-6)}`,
			mark,
			standing,
			done: done.has(revision),
			here: isHere,
			next: revision === facts.next,
			fact: factOf(standing, isHere, done.has(revision), frame)
		};
	});
}

function factOf(
	standing: Station['standing'],
	here: boolean,
	done: boolean,
	frame: Frame | undefined
): string {
	if (standing === 'edited') return 'edited';
	if (standing === 'partial') return 'partly applied';
	if (standing === 'missing') return here ? 'you are here, file missing' : 'file missing';
	if (standing === 'failed') return 'failed';
	if (here) return 'you are here';
	if (!done) return 'pending';
	return (frame && whatItDid(frame)) ?? 'applied';
}

/** The most telling thing about a step, in two words: `+2 tables`, `1,000 rows`. */
function whatItDid(frame: Frame): string | undefined {
	const added = new Map<string, number>();
	const dropped = new Map<string, number>();
	const one = (counts: Map<string, number>, kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
	let changed = 0;
	for (const change of frame.changes) {
		if (change.kind === 'addObject') one(added, change.object.kind);
		else if (change.kind === 'dropObject') one(dropped, change.object.kind);
		else if (change.kind === 'addColumn') one(added, 'column');
		else if (change.kind === 'dropColumn') one(dropped, 'column');
		else changed++;
	}
	for (const kind of telling(added, dropped)) {
		const [word, plural] = [kindWords(kind), kind.endsWith('x') ? 'indexes' : undefined];
		const [more, fewer] = [added.get(kind) ?? 0, dropped.get(kind) ?? 0];
		if (more > 0) return `+${count(more, word, plural)}`;
		if (fewer > 0) return `−${count(fewer, word, plural)}`;
	}
	if (changed > 0) return count(changed, 'change');
	const rows = frame.statements.reduce((sum, statement) => sum + statement.rowsChanged, 0);
	return rows > 0 ? count(rows, 'row') : undefined;
}

/** The kinds that a step added or dropped, the most telling first. */
function telling(...counts: readonly ReadonlyMap<string, number>[]): ReadonlySet<string> {
	const first = ['table', 'column', 'view', 'trigger', 'index'];
	return new Set([...first, ...counts.flatMap((each) => [...each.keys()])]);
}

/** Long ids are told apart by their ends. */
export function shortRevision(revision: string): string {
	return revision.length <= 14 ? revision : `…${revision.slice(-10)}`;
}

/** Where a database is that these revisions have been reached in. */
export function placeName(revisions: readonly string[]): string {
	return revisions.map(shortRevision).join(' + ') || 'base';
}
