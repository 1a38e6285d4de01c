import type { Command } from '../commands.ts';
import type { Station } from '../timeline/stations.ts';

export interface PaletteItem {
	readonly id: string;
	readonly group: string;
	readonly title: string;
	readonly note?: string | undefined;
	readonly keys?: string | undefined;
	readonly target:
		| { readonly kind: 'command'; readonly command: Command }
		| { readonly kind: 'revision'; readonly revision: string }
		| { readonly kind: 'file'; readonly name: string }
		| { readonly kind: 'table'; readonly name: string };
}

export interface PaletteSource {
	readonly commands: readonly Command[];
	readonly stations: readonly Station[];
	readonly files: readonly string[];
	readonly tables: readonly string[];
}

/** More of one kind than this are not looked through but searched again. */
const mostOfAKind = 30;

/**
 * What fits the words typed, the best first in each group. Every word must occur; a hit at the start of a word
 * counts more. With `@` before the words only revisions are looked for. Nothing typed: all commands.
 */
export function paletteItems(typed: string, source: PaletteSource): PaletteItem[] {
	const onlyRevisions = typed.startsWith('@');
	const words = typed.replace(/^@/, '').toLowerCase().split(/\s+/).filter(Boolean);
	const revisions = () =>
		best(source.stations, words, ({ title, revision }) => `${title} ${revision}`).map(
			({ revision, title, short, fact }): PaletteItem => ({
				id: `revision ${revision}`,
				group: 'Go to',
				title: short ? `${short} ${title}` : title,
				note: fact,
				target: { kind: 'revision', revision }
			})
		);
	if (onlyRevisions) return revisions();
	const commands = best(
		source.commands,
		words,
		({ title, words: also }) => `${title} ${also ?? ''}`,
		100
	).map((command): PaletteItem => ({
		id: `command ${command.id}`,
		group: 'Commands',
		title: command.title,
		keys: command.keys?.[0],
		target: { kind: 'command', command }
	}));
	if (words.length === 0) return commands;
	return [
		...commands,
		...revisions(),
		...best(source.files, words, (name) => name).map((name): PaletteItem => ({
			id: `file ${name}`,
			group: 'Files',
			title: name,
			target: { kind: 'file', name }
		})),
		...best(source.tables, words, (name) => name).map((name): PaletteItem => ({
			id: `table ${name}`,
			group: 'Tables',
			title: name,
			target: { kind: 'table', name }
		}))
	];
}

function best<Thing>(
	things: readonly Thing[],
	words: readonly string[],
	textOf: (thing: Thing) => string,
	most = mostOfAKind
): readonly Thing[] {
	return things
		.flatMap((thing) => {
			const text = textOf(thing).toLowerCase();
			let score = 0;
			for (const word of words) {
				const at = text.indexOf(word);
				if (at < 0) return [];
				score += at === 0 ? 3 : /[\s_]/.test(text[at - 1] ?? '') ? 2 : 1;
			}
			return [{ thing, score }];
		})
		.sort((a, b) => b.score - a.score)
		.slice(0, most)
		.map(({ thing }) => thing);
}
