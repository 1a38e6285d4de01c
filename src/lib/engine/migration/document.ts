import type { Direction } from './migration.ts';

/** What a header line can say. */
export type HeaderKey = 'message' | 'revision' | 'revises' | 'labels' | 'depends-on';

/**
 * A piece of a migration file. Each keeps its own text with its line end, so that the pieces in a row are the
 * file, byte for byte.
 */
export type Piece =
	| { readonly kind: 'mark'; readonly text: string }
	| { readonly kind: 'blank'; readonly text: string }
	| { readonly kind: 'comment'; readonly text: string }
	| { readonly kind: 'header'; readonly text: string; readonly key: HeaderKey; readonly value: string }
	/** SQL before the first directive, where there should be none. */
	| { readonly kind: 'stray'; readonly text: string }
	| { readonly kind: 'directive'; readonly text: string; readonly direction: Direction }
	| { readonly kind: 'body'; readonly text: string; readonly direction: Direction };

/** A migration file taken apart without loss. A `directive` is always followed by its `body`. */
export interface MigrationDocument {
	readonly file: string;
	readonly pieces: readonly Piece[];
}

/** The text of the file, exactly as it was read. */
export function printDocument(document: MigrationDocument): string {
	return document.pieces.map((piece) => piece.text).join('');
}
