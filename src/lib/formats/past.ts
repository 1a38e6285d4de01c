import { checksumOf } from '../engine/migration/index.ts';
import type { Frame } from '../engine/run/step.ts';
import type { QuerySet } from '../engine/run/query-sets.ts';
import type { TableFates } from '../engine/rows/table-fates.ts';
import type { Schema, SchemaObject, SchemaPatch } from '../engine/schema/model.ts';
import { fromJson, toJson } from './plain-json.ts';

/** The file that brings along what Updown saw when the steps ran, beside the `migrations` folder. No other tool reads it. */
export const pastName = 'updown-past.json';

/** The number of the format that this version writes. */
const pastFormat = 1;

/** What a later import can read of one file (`zip.ts`), with room for what is around it. */
const largest = 4_500_000;

/** What a project knows of its past. */
export interface Past {
	/** Each with the schema that its step left. */
	readonly frames: readonly (Frame & { readonly after?: Schema })[];
	readonly losses: readonly { readonly tables: readonly TableFates[] }[];
	readonly queries: readonly QuerySet[];
}

/** What a file says of a past, as anyone may have written it: whoever takes it must look at each part. */
export type SaidPast = { readonly [part in keyof Past]: readonly unknown[] };

/** The file, and how many of the oldest steps are not in it because it would be too large. */
export interface WrittenPast {
	readonly text: string;
	readonly leftOut: number;
}

/** The text of the file; undefined where there is nothing to tell. The same past gives the same text. */
export function writePast({ frames, losses, queries }: Past): WrittenPast | undefined {
	if (frames.length + losses.length + queries.length === 0) return undefined;
	// The marks by which lost values are recognised are of no use to another database.
	const ledger = losses.map(({ tables, ...loss }) => ({
		...loss,
		tables: tables.map(({ marks: _, ...table }) => table)
	}));
	for (let leftOut = 0; ; leftOut += Math.max(1, Math.ceil((frames.length - leftOut) / 8))) {
		const kept = frames.slice(leftOut);
		const text = textOf({ frames: kept, losses: ledger, queries });
		if (new TextEncoder().encode(text).length <= largest || kept.length === 0)
			return { text, leftOut: frames.length - kept.length };
	}
}

function textOf({ frames, losses, queries }: Past): string {
	const objects = new Objects();
	const told = frames.map(({ after, patch, reverse, ...frame }) => ({
		...frame,
		patch: objects.patch(patch),
		reverse: objects.patch(reverse),
		...(after && { after: after.objects.map((object) => objects.place(object)) })
	}));
	const parts = { objects: objects.all, frames: told, losses, queries };
	const body = JSON.stringify(toJson(parts));
	const head = JSON.stringify({
		about:
			'What Updown saw when these migrations ran: frames, losses and pinned queries, with examples of rows. No tool needs it.',
		format: pastFormat,
		checksum: checksumOf(body)
	});
	return `${head}\n${body}\n`;
}

/** Schemas of neighbouring versions share most of their objects, so each is written once and named by its place. */
class Objects {
	readonly all: SchemaObject[] = [];
	readonly #places = new Map<string, number>();

	place(object: SchemaObject): number {
		const key = JSON.stringify(toJson(object));
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		this.#places.set(key, this.all.length);
		return this.all.push(object) - 1;
	}

	patch({ set, unset }: SchemaPatch) {
		return { set: set.map((object) => this.place(object)), unset };
	}
}

/** Reads the file, as anyone may have written it. Never throws; where it cannot be taken, `note` says why. */
export function readPast(
	text: string
): { readonly past: SaidPast } | { readonly past?: undefined; readonly note: string } {
	const [head = '', body = '', ...rest] = text.replace(/^\ufeff/, '').split(/\r?\n/);
	const said = parsed(head);
	const { format, checksum } = isRecord(said) ? said : {};
	if (typeof format !== 'number') return refused('is not a past that Updown has written');
	if (format > pastFormat) return refused('was written by a newer Updown');
	if (rest.join('') !== '' || checksumOf(body) !== checksum) return refused('was changed or cut short');
	try {
		const parts = fromJson(parsed(body));
		if (!isRecord(parts)) return refused('is damaged');
		const objects = listed(parts.objects);
		const frames = listed(parts.frames).map((frame) => withObjects(frame, objects));
		return { past: { frames, losses: listed(parts.losses), queries: listed(parts.queries) } };
	} catch (error) {
		if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException)
			return refused('is damaged');
		throw error;
	}
}

function refused(why: string): { readonly note: string } {
	return {
		note: `${pastName} ${why}, so the past of the project was left out. Migrations and settings are not affected.`
	};
}

function withObjects(frame: unknown, objects: readonly unknown[]): unknown {
	if (!isRecord(frame)) throw new TypeError('A frame must be an object.');
	const at = (place: unknown) => {
		const object = typeof place === 'number' ? objects[place] : undefined;
		if (object === undefined) throw new TypeError('A frame names an object that is not there.');
		return object;
	};
	const patch = (said: unknown) => {
		if (!isRecord(said)) throw new TypeError('A frame must have its patches.');
		return { ...said, set: listed(said.set).map(at) };
	};
	const { after } = frame;
	return {
		...frame,
		patch: patch(frame.patch),
		reverse: patch(frame.reverse),
		...(after !== undefined && { after: { objects: listed(after).map(at) } })
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function listed(value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw new TypeError('A list is missing.');
	return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
