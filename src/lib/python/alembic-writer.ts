import type { FolderReader } from '../engine/migration/folder-reader.ts';
import type { FolderWriter, NewPlace } from '../engine/migration/folder-writer.ts';
import type { FolderFile, Migration } from '../engine/migration/migration.ts';
import { findMigration } from '../engine/migration/revisions.ts';
import { rewriteAlembic } from './rewrite-alembic.ts';

/** Rewrites the revision files of a Python project, which `reader` reads. `newId` gives ids that nobody has yet. */
export function alembicWriter(reader: FolderReader, newId: () => string): FolderWriter {
	return {
		...reader,
		idIn: (graph, { revision }) => ({ revision: findMigration(graph, revision) ? newId() : revision }),
		moved,
		joining(files, message) {
			const { graph, problems } = reader.read(files);
			const isSound = problems.every(({ severity }) => severity !== 'error');
			if (!isSound || graph.heads.length < 2) return undefined;
			return { kind: 'tool', message: message === '' ? `merge ${graph.heads.join(' and ')}` : message };
		},
		whyNotKept:
			'Yours cannot simply stay applied: Alembic’s table knows only the head, and all below it counts as run. With yours above theirs, theirs would never run here.'
	};
}

/** Half a UUID, as Alembic makes its ids. */
export function alembicId(uuid: string): string {
	return uuid.replaceAll('-', '').slice(-12);
}

function moved({ name, text }: FolderFile, migration: Migration, to: NewPlace): FolderFile {
	const { revision, dependsOn } = to;
	const place = { revision, downRevision: to.revises ?? [], dependsOn };
	return { name: renamed(name, migration.revision, revision), text: rewriteAlembic(text, place) };
}

/** The name of a file that begins with its id begins with the new one. */
function renamed(name: string, from: string, to: string): string {
	const at = name.lastIndexOf('/') + 1;
	const own = name.slice(at);
	return own.startsWith(`${from}_`) || own === `${from}.py`
		? `${name.slice(0, at)}${to}${own.slice(from.length)}`
		: name;
}
