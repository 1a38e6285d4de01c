import { directiveWord } from './directive.ts';
import type { HeaderKey, MigrationDocument, Piece } from './document.ts';
import { headerKeys } from './header.ts';
import type { Direction } from './migration.ts';

/**
 * The document with the body of one direction replaced; every other byte stays. A missing section is added: up
 * before down, with the line ends the file has. Line ends are added only where text would otherwise run together.
 */
export function withSection(
	document: MigrationDocument,
	direction: Direction,
	sql: string
): MigrationDocument {
	const newline = lineEndOf(document);
	const pieces = [...document.pieces];
	const body = pieces.findIndex((piece) => piece.kind === 'body' && piece.direction === direction);
	if (body !== -1) {
		const directive = pieces[body - 1];
		if (directive && sql !== '') pieces[body - 1] = { ...directive, text: ended(directive.text, newline) };
		const last = body === pieces.length - 1;
		pieces[body] = { kind: 'body', direction, text: last ? sql : ended(sql, newline) };
		return { ...document, pieces };
	}
	const down = pieces.findIndex((piece) => piece.kind === 'directive' && piece.direction === 'downgrade');
	const at = direction === 'upgrade' && down !== -1 ? down : pieces.length;
	const before = pieces[at - 1];
	if (before && before.kind !== 'mark') pieces[at - 1] = { ...before, text: ended(before.text, newline) };
	pieces.splice(
		at,
		0,
		{ kind: 'directive', direction, text: `-- ${directiveWord(direction)}${newline}` },
		{ kind: 'body', direction, text: at === pieces.length ? sql : ended(sql, newline) }
	);
	return { ...document, pieces };
}

/** The document with its `revises` header saying these parents; `[]` is written as `base`. */
export function withRevises(document: MigrationDocument, parents: readonly string[]): MigrationDocument {
	return withHeader(document, 'revises', parents.length === 0 ? 'base' : parents.join(', '));
}

/**
 * The document with one header set, or taken out where `value` is undefined. A new one goes below the headers that
 * come before it in their usual order, above the first directive.
 */
export function withHeader(
	document: MigrationDocument,
	key: HeaderKey,
	value: string | undefined
): MigrationDocument {
	const newline = lineEndOf(document);
	const pieces = document.pieces.filter(
		(piece, index, all) =>
			piece.kind !== 'header' ||
			piece.key !== key ||
			(value !== undefined &&
				all.findIndex((other) => other.kind === 'header' && other.key === key) === index)
	);
	if (value === undefined) return { ...document, pieces };
	const present = pieces.findIndex((piece) => piece.kind === 'header' && piece.key === key);
	const header = (ending: string): Piece => ({
		kind: 'header',
		key,
		value,
		text: `-- ${key}: ${value}${ending}`
	});
	if (present !== -1) {
		const ending = /[\r\n]*$/.exec(pieces[present]?.text ?? '')?.[0] ?? newline;
		return { ...document, pieces: pieces.with(present, header(ending)) };
	}
	const order = headerKeys.indexOf(key);
	const before = pieces.findLastIndex(
		(piece) => piece.kind === 'header' && headerKeys.indexOf(piece.key) < order
	);
	const at = before !== -1 ? before + 1 : firstHeaderPlace(pieces);
	const last = pieces[at - 1];
	if (last && last.kind !== 'mark') pieces[at - 1] = { ...last, text: ended(last.text, newline) };
	return { ...document, pieces: pieces.toSpliced(at, 0, header(newline)) };
}

/** Below the comments the file begins with, so that its message stays first. */
function firstHeaderPlace(pieces: readonly Piece[]): number {
	const at = pieces.findIndex((piece) => piece.kind !== 'mark' && piece.kind !== 'comment');
	return at === -1 ? pieces.length : at;
}

/** The line end the file uses first. */
function lineEndOf(document: MigrationDocument): string {
	for (const piece of document.pieces) {
		const found = /\r\n|\n|\r/.exec(piece.text)?.[0];
		if (found !== undefined) return found;
	}
	return '\n';
}

function ended(text: string, newline: string): string {
	return text === '' || /[\r\n]$/.test(text) ? text : text + newline;
}
