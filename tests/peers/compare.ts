/** Compares what happened at every version of a real folder here with what native `sqlite3` makes of it. */

import type { NativePart, PeerFolder } from './folders.ts';
import { runNatively, type NativeResult, type SchemaText } from './native.ts';

/** One step of the way through a folder. */
export interface Step {
	readonly version: string;
	readonly name: string;
	readonly direction: 'upgrade' | 'downgrade';
	readonly part: NativePart;
}

/** The way through a folder: up to its head, then down as far as there are downs. */
export function wayThrough(folder: PeerFolder): Step[] {
	const up = folder.versions.map(({ version, name, up: part }): Step => ({
		version,
		name,
		direction: 'upgrade',
		part
	}));
	const down: Step[] = [];
	for (const { version, name, down: part } of folder.versions.toReversed()) {
		if (part === undefined) break;
		down.push({ version, name, direction: 'downgrade', part });
	}
	return [...up, ...down];
}

/** How a journey here went against the native one. */
export interface Comparison {
	readonly steps: number;
	/** Steps that led to the same schema on both sides. */
	readonly same: number;
	/** Steps that led to different schemas, each with the first line that differs. */
	readonly different: readonly string[];
	/** Steps refused on both sides: wrong as published. */
	readonly wrongAsPublished: readonly string[];
	/** Steps refused on one side only, e.g. because the two are different versions of SQLite. */
	readonly refusedOnce: readonly string[];
}

function firstDifference(here: SchemaText, there: SchemaText): string {
	const [extra] = here.filter((line) => !there.includes(line));
	const [missing] = there.filter((line) => !here.includes(line));
	return `here: ${extra ?? 'nothing more'}\nsqlite3: ${missing ?? 'nothing more'}`;
}

/**
 * Compares what each step of the way came to here, in order, with native `sqlite3`. A step refused here is left
 * out there too, so that what follows it is compared from the same ground.
 */
export function compareWithNative(
	sqlite3: string,
	folder: PeerFolder,
	here: readonly NativeResult[]
): Comparison {
	const way = wayThrough(folder);
	const title = ({ direction, version, name }: Step) => `${direction} ${version} ${name}`;
	const verdicts = runNatively(sqlite3, way);
	const refusedHereOnly = way.filter((_, index) => here[index]?.ok === false && verdicts[index]?.ok === true);
	const taken = way.filter((step) => !refusedHereOnly.includes(step));
	const native = new Map(
		(refusedHereOnly.length === 0 ? verdicts : runNatively(sqlite3, taken)).map((result, index) => [
			taken[index],
			result
		])
	);

	const different: string[] = [];
	const wrongAsPublished: string[] = [];
	const refusedOnce: string[] = [];
	let same = 0;
	for (const [index, step] of way.entries()) {
		const ours = here[index];
		const theirs = native.get(step);
		if (ours === undefined) {
			different.push(`${title(step)} was not reached`);
		} else if (!ours.ok) {
			const line = `${title(step)}: ${ours.message}`;
			if (theirs === undefined) refusedOnce.push(`${line} (native sqlite3 takes it)`);
			else wrongAsPublished.push(line);
		} else if (theirs?.ok !== true) {
			refusedOnce.push(`${title(step)}: taken here; native sqlite3: ${theirs?.message ?? 'nothing'}`);
		} else if (JSON.stringify(ours.schema) === JSON.stringify(theirs.schema)) {
			same++;
		} else {
			different.push(`${title(step)}\n${firstDifference(ours.schema, theirs.schema)}`);
		}
	}
	return { steps: way.length, same, different, wrongAsPublished, refusedOnce };
}

/** A comparison in lines to print. */
export function report(name: string, { steps, same, wrongAsPublished, refusedOnce }: Comparison): string {
	return [
		`${name}: ${same} of ${steps} steps have the schema that native sqlite3 gives`,
		...wrongAsPublished.map((line) => `  wrong as published: ${line}`),
		...refusedOnce.map((line) => `  refused on one side: ${line}`)
	].join('\n');
}
