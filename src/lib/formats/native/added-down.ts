import { readMigration, type FolderFile } from '../../engine/migration/index.ts';

/** dbmate refuses a file without a `migrate:down`; these say that there is nothing in it. */
const addedDown = `-- migrate:down
-- Updown added this section, because dbmate needs one. It takes nothing back.
`;
const addedDownAndLineEnd = `
-- migrate:down
-- Updown added this section and the line end above it, because dbmate needs one. It takes nothing back.
`;

/** The file as dbmate accepts it; `added` tells that a section was put at its end. */
export function withDown(file: FolderFile): { readonly file: FolderFile; readonly added: boolean } {
	const { migration } = readMigration(file);
	if (!migration || migration.down) return { file, added: false };
	const section = file.text.endsWith('\n') ? addedDown : addedDownAndLineEnd;
	return { file: { name: file.name, text: file.text + section }, added: true };
}

/** The file without the section `withDown` added; as it is where its end was changed since. */
export function withoutAddedDown(file: FolderFile): FolderFile {
	const section = [addedDown, addedDownAndLineEnd].find((end) => file.text.endsWith(end));
	return section === undefined ? file : { name: file.name, text: file.text.slice(0, -section.length) };
}
