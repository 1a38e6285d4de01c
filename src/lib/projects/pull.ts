import { diff3Merge } from 'node-diff3';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Project } from './project.ts';

/** What two developers have in common, or one of them has: the folder and the wanted structure. */
export type Texts = Pick<Project, 'files' | 'schemaSql'>;

/** A text of the other developer that is other than mine, beside what both had when they were last together. */
export interface Incoming {
	/** `schema` is `schema.sql`, which lies beside the folder. */
	readonly what: 'file' | 'schema';
	readonly name: string;
	/**
	 * `new`, `changed`, `gone`: only they have touched it. `merged`: both have, in different places. `conflict`: both have, and
	 * a person must decide.
	 */
	readonly kind: 'new' | 'changed' | 'gone' | 'merged' | 'conflict';
	/** What both had; undefined where there was no such file. */
	readonly common: string | undefined;
	readonly mine: string | undefined;
	readonly theirs: string | undefined;
	/** What a pull makes of it by itself; undefined where it takes it away, and for a conflict. */
	readonly result: string | undefined;
	/** Whether both can be kept: two new files under two names, or the lines of both in `schema.sql`. */
	readonly canKeepBoth: boolean;
}

/** How a conflict is decided. */
export type Decision = 'mine' | 'theirs' | 'both';

/** Where the other one's project is other than mine, in the order of names; `schema.sql` last. Nothing that only I have touched is named. */
export function incomingOf(common: Texts, mine: Texts, theirs: Texts): readonly Incoming[] {
	const [base, own, other] = [byName(common), byName(mine), byName(theirs)];
	const names = [...new Set([...own.keys(), ...other.keys()])].sort();
	return [
		...names.map((name) => compared('file', name, base.get(name), own.get(name), other.get(name))),
		compared('schema', 'schema.sql', common.schemaSql, mine.schemaSql, theirs.schemaSql)
	].flatMap((one) => one ?? []);
}

/** My texts with theirs in them. Throws where a conflict is not decided. */
export function pulled(
	mine: Texts,
	incoming: readonly Incoming[],
	decisions: Readonly<Record<string, Decision>>
): Texts {
	let { files, schemaSql } = mine;
	for (const one of incoming) {
		const decision = one.kind === 'conflict' ? decisions[one.name] : undefined;
		if (one.kind === 'conflict' && decision === undefined) throw new Error(`${one.name} is not decided.`);
		if (decision === 'mine') continue;
		if (one.what === 'schema') {
			schemaSql = decision === 'both' ? bothIn(one) : ((decision ? one.theirs : one.result) ?? '');
			continue;
		}
		if (decision === 'both') files = besides(files, one.name);
		files = withText(files, one.name, decision ? one.theirs : one.result);
	}
	return { files, schemaSql };
}

/** Which of two projects knows of the later moment at which both had the same. */
export function lastTogether(
	one: Project['colleague'],
	other: Project['colleague']
): Texts & { readonly at: string } {
	const known = [one, other].flatMap((colleague) => colleague?.common ?? []);
	return known.reduce(
		(latest, common) => (common.at > latest.at ? common : latest),
		known[0] ?? { at: '', files: [], schemaSql: '' }
	);
}

function compared(
	what: Incoming['what'],
	name: string,
	base: string | undefined,
	mine: string | undefined,
	theirs: string | undefined
): Incoming | undefined {
	if (mine === theirs || theirs === base) return undefined;
	const start = { what, name, common: base, mine, theirs };
	if (mine === base) {
		const kind = theirs === undefined ? 'gone' : mine === undefined ? 'new' : 'changed';
		return { ...start, kind, result: theirs, canKeepBoth: false };
	}
	const merged =
		base === undefined || mine === undefined || theirs === undefined
			? undefined
			: mergedText(base, mine, theirs);
	if (merged !== undefined) return { ...start, kind: 'merged', result: merged, canKeepBoth: false };
	const isNew = base === undefined && mine !== undefined && theirs !== undefined;
	return { ...start, kind: 'conflict', result: undefined, canKeepBoth: isNew || what === 'schema' };
}

function mergedText(base: string, mine: string, theirs: string): string | undefined {
	const texts = regionsOf(base, mine, theirs).map(({ ok }) => ok?.join('\n'));
	return texts.every((text) => text !== undefined) ? texts.join('\n') : undefined;
}

/** Both texts, with my lines and then theirs where they differ. */
function bothIn({ common = '', mine = '', theirs = '' }: Incoming): string {
	return regionsOf(common, mine, theirs)
		.flatMap(({ ok, conflict }) => ok ?? [...(conflict?.a ?? []), ...(conflict?.b ?? [])])
		.join('\n');
}

const regionsOf = (common: string, mine: string, theirs: string) =>
	diff3Merge(lines(mine), lines(common), lines(theirs), { excludeFalseConflicts: true });

const lines = (text: string) => text.split('\n');

function byName({ files }: Texts): ReadonlyMap<string, string> {
	return new Map(files.map(({ name, text }) => [name, text]));
}

function withText(
	files: readonly FolderFile[],
	name: string,
	text: string | undefined
): readonly FolderFile[] {
	const at = files.findIndex((file) => file.name === name);
	if (text === undefined) return files.filter((file) => file.name !== name);
	return at < 0 ? [...files, { name, text }] : files.with(at, { name, text });
}

/** The files with mine of that name called otherwise, so that theirs can come beside it under its own. */
function besides(files: readonly FolderFile[], name: string): readonly FolderFile[] {
	const taken = new Set(files.map((file) => file.name.toLowerCase()));
	const stem = name.replace(/\.[^./]*$/, '');
	const ending = name.slice(stem.length);
	let number = 2;
	while (taken.has(`${stem}_${number}${ending}`.toLowerCase())) number++;
	return files.map((file) => (file.name === name ? { ...file, name: `${stem}_${number}${ending}` } : file));
}
