import { directiveWord } from '../engine/migration/directive.ts';
import {
	printDocument,
	readMigration,
	type FolderFile,
	type MigrationDocument,
	type Piece
} from '../engine/migration/index.ts';

/**
 * dbmate (2.36) lets a file repeat its pair of sections; it runs the ups from top to bottom, and the downs also from
 * top to bottom. Here a migration has one of each, so they are joined in that order; `transaction:false` on one counts
 * for the joined section. Undefined where there is nothing to join.
 */
export function joinRepeatedBlocks(file: FolderFile): FolderFile | undefined {
	const { document, problems } = readMigration(file);
	if (!problems.some((problem) => problem.code === 'repeated-directive')) return undefined;
	const head = document.pieces.filter((piece) => piece.kind !== 'directive' && piece.kind !== 'body');
	const joined: MigrationDocument = {
		...document,
		pieces: [...head, ...joinedSection(document, 'upgrade'), ...joinedSection(document, 'downgrade')]
	};
	return { name: file.name, text: printDocument(joined) };
}

function joinedSection(document: MigrationDocument, direction: 'upgrade' | 'downgrade'): readonly Piece[] {
	const own = document.pieces.filter(
		(piece) => (piece.kind === 'directive' || piece.kind === 'body') && piece.direction === direction
	);
	const directives = own.filter((piece) => piece.kind === 'directive').map((piece) => piece.text);
	const bodies = own.filter((piece) => piece.kind === 'body').map((piece) => piece.text);
	if (directives.length === 0) return [];
	const options = ['transaction:false', 'foreign_keys:false'].filter((option) =>
		directives.some((text) => text.split(/\s+/).includes(option))
	);
	const lineEnd = /\r?\n$/.exec(directives[0] ?? '')?.[0] ?? '\n';
	const text = [`-- ${directiveWord(direction)}`, ...options].join(' ') + lineEnd;
	const body = bodies.map((sql) => (sql === '' || sql.endsWith('\n') ? sql : sql + lineEnd)).join('');
	return [
		{ kind: 'directive', direction, text },
		{ kind: 'body', direction, text: body }
	];
}
