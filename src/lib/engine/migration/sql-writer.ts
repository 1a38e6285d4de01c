import { printDocument, type HeaderKey, type MigrationDocument } from './document.ts';
import { withHeader } from './edit.ts';
import { sqlReader } from './folder-reader.ts';
import type { FolderWriter, NewPlace } from './folder-writer.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';
import { mergeMigration } from './new-migration.ts';
import { nextId, type NewRevisionId } from './new-revision-id.ts';
import { readMigration } from './read.ts';
import { findMigration } from './revisions.ts';
import { compareNumbers, versionOf } from './version.ts';

/** Rewrites SQL files: names, `revision`, `revises` and `depends-on`. `id` says how new versions are made. */
export function sqlWriter(id: NewRevisionId): FolderWriter {
	return {
		...sqlReader,
		idIn: (graph, migration, last) => idIn(graph, migration, last, id),
		moved,
		joining(files, message) {
			const { graph } = sqlReader.read(files);
			const made = mergeMigration(graph, { revisions: graph.heads, message, id });
			return made.ok ? { kind: 'file', file: made.value } : undefined;
		}
	};
}

function idIn(
	graph: RevisionGraph,
	{ revision, file, revises }: Migration,
	last: boolean,
	id: NewRevisionId
): Pick<NewPlace, 'revision' | 'version'> {
	const version = versionOf(file);
	const taken = findMigration(graph, revision) !== undefined;
	// Where no file says what it follows, the number is the order.
	const mustBeLast = last || revises === undefined;
	if (!taken && !(mustBeLast && isPassed(graph, version))) return { version, revision };
	const next = nextId(graph, id);
	if (!next.ok) throw new Error(next.problems[0]?.message);
	const counted = /^[0-9]+$/.test(revision);
	return {
		version: next.value.version,
		revision: counted ? next.value.version : taken ? freeName(graph, revision) : revision
	};
}

/** Whether another file comes at or after that version. */
function isPassed({ migrations }: RevisionGraph, version: string | undefined): boolean {
	if (version === undefined) return false;
	return migrations.some(({ file }) => {
		const other = versionOf(file);
		return other !== undefined && compareNumbers(other, version) >= 0;
	});
}

function freeName(graph: RevisionGraph, revision: string): string {
	let number = 2;
	while (findMigration(graph, `${revision}_${number}`)) number++;
	return `${revision}_${number}`;
}

function moved(
	file: FolderFile,
	{ revision: earlier, revises: said, dependsOn }: Migration,
	to: NewPlace
): FolderFile {
	let { document } = readMigration(file);
	const set = (key: HeaderKey, value: string): void => {
		document = withHeader(document, key, value);
	};
	if (to.revision !== earlier && hasHeader(document, 'revision')) set('revision', to.revision);
	if (said && to.revises && said.join() !== to.revises.join()) {
		set('revises', to.revises.length === 0 ? 'base' : to.revises.join(', '));
	}
	if (to.dependsOn.join() !== dependsOn.join()) set('depends-on', to.dependsOn.join(', '));
	const rest = file.name.replace(/^[0-9]+/, '');
	const name = to.version === undefined ? file.name : `${to.version}${rest}`;
	return { name, text: printDocument(document) };
}

function hasHeader(document: MigrationDocument, key: HeaderKey): boolean {
	return document.pieces.some((piece) => piece.kind === 'header' && piece.key === key);
}
