import type { FolderWriter } from '../../engine/migration/folder-writer.ts';
import { idStyle } from '../../engine/migration/id-style.ts';
import { sqlWriter } from '../../engine/migration/sql-writer.ts';
import type { TogetherRequest } from '../../engine/migration/ways-together.ts';
import { alembicId, alembicWriter } from '../../python/alembic-writer.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** How the files of the open project are rewritten. */
export function writerOf({ isPython, reader, folder, host }: Workbench): FolderWriter {
	return isPython
		? alembicWriter(reader, () => alembicId(crypto.randomUUID()))
		: sqlWriter(idStyle(folder.graph, host.now()));
}

/** What the ways out are looked for in. */
export function requestOf(workbench: Workbench): TogetherRequest {
	const { mine, ledger } = workbench.together;
	return { files: workbench.files, mine, ledger, writer: writerOf(workbench) };
}
