import type { Schema } from '../../schema/model.ts';
import { allNodesOf } from './parts.ts';
import { meantBy, routineOf, type Routine } from './routine.ts';

/** What a text mentions by name. */
export interface Mentions {
	readonly nodes: ReadonlySet<string>;
	/** Something in another schema than `public` stands there without its schema, so that it may not be found. */
	readonly elsewhere: boolean;
}

interface Named {
	/** It and its parts. */
	readonly nodes: readonly string[];
	readonly schema: string;
	/** Where it is a function or a procedure, which others of the name may stand beside. */
	readonly routine?: Routine;
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly Named[]>>();

const kinds = new Set<string>(
	`table view materializedView sequence function procedure aggregate enum domain compositeType rangeType baseType`.split(
		' '
	)
);

/**
 * Objects of `schema` that a function's body names, as far as a look at its words can tell: more rather than less.
 * PostgreSQL does not look into a body that is a string until it is called. `parameters` are the types of the function's own.
 */
export function mentioned(schema: Schema, body: string, parameters?: ReadonlyMap<string, string>): Mentions {
	const named = known.get(schema) ?? namesOf(schema);
	known.set(schema, named);
	const nodes = new Set<string>();
	let elsewhere = false;
	for (const found of body.matchAll(word)) {
		const name = bare(found[0]);
		const candidates = meantAt(body.slice(found.index + found[0].length), named.get(name) ?? [], parameters);
		for (const candidate of candidates) for (const node of candidate.nodes) nodes.add(node);
		const qualified = /\.\s*$/.test(body.slice(Math.max(0, found.index - 8), found.index));
		if (candidates.length > 0 && !qualified && candidates.every(({ schema }) => schema !== 'public'))
			elsewhere = true;
	}
	return { nodes, elsewhere };
}

/** What of the same name may be meant, `rest` being the text behind it: of several functions those that take the call. */
function meantAt(
	rest: string,
	named: readonly Named[],
	parameters: ReadonlyMap<string, string> | undefined
): readonly Named[] {
	const routines = named.flatMap(({ routine }) => routine ?? []);
	if (routines.length < 2) return named;
	const meant = new Set(meantBy(rest, routines, parameters));
	return named.filter(({ routine }) => routine === undefined || meant.has(routine));
}

const word = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu;

function bare(written: string): string {
	return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

function namesOf(schema: Schema): ReadonlyMap<string, readonly Named[]> {
	const names = new Map<string, Named[]>();
	for (const object of schema.objects) {
		if (!kinds.has(object.kind)) continue;
		const parts = [...(object.name.split('(')[0] ?? '').matchAll(word)].map(([part]) => bare(part));
		const name = parts.at(-1) ?? '';
		const found = {
			nodes: allNodesOf(object),
			schema: parts.length > 1 ? (parts[0] ?? '') : 'public',
			...((object.kind === 'function' || object.kind === 'procedure') && { routine: routineOf(object) })
		};
		const list = names.get(name);
		if (list) list.push(found);
		else names.set(name, [found]);
	}
	return names;
}
