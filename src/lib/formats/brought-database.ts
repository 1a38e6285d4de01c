import type { FolderFile } from '../engine/migration/migration.ts';
import { isDatabase } from '../worker/database-files.ts';
import type { FolderEntry } from './entry.ts';

/** A database that lies among the files of a project. */
export interface DatabaseEntry {
	/** Its path in the project, e.g. `instance/app.db`. */
	readonly file: string;
	readonly image: Uint8Array;
}

/** Where in the file's header its journal is said: 1 is a journal of its own, 2 a log beside it. */
const journalAt = [18, 19] as const;

/**
 * The SQLite database that one of the texts names in an address such as `sqlite:///app.db`, also in one put together, where it lies among the others:
 * below `instance/`, where Flask has it, or where the address says. Undefined where there is none.
 */
export function broughtDatabase(
	others: readonly FolderEntry[],
	texts: readonly FolderFile[]
): DatabaseEntry | undefined {
	const found = others.filter(({ bytes }) => isDatabase(bytes));
	if (found.length === 0) return undefined;
	for (const { text } of texts) {
		for (const [, address = ''] of text.matchAll(/sqlite(?:\+\w+)?:\/{3,4}([^'"\s?]+)/g)) {
			const name = address.split('/').at(-1) ?? '';
			const named = [`instance/${address}`, address, `instance/${name}`, name]
				.map((path) => found.find((one) => one.path === path))
				.find((one) => one !== undefined);
			if (named) return broughtBy(named);
		}
	}
	// An address may be put together: `'sqlite:///' + os.path.join(basedir, 'app.db')`.
	const addressing = texts.filter(({ text }) => /sqlite(?:\+\w+)?:\/{3}/.test(text));
	const named = found.find(({ path }) => {
		const name = path.split('/').at(-1) ?? '';
		return addressing.some(({ text }) => text.includes(`'${name}'`) || text.includes(`"${name}"`));
	});
	return named && broughtBy(named);
}

function broughtBy({ path, bytes }: FolderEntry): DatabaseEntry {
	return { file: path, image: withoutLog(bytes) };
}

/** A database that keeps a log beside its file opens only where that file can be; what is in the file itself is whole. */
function withoutLog(bytes: Uint8Array): Uint8Array {
	if (!journalAt.some((at) => bytes[at] === 2)) return bytes;
	const copy = bytes.slice();
	for (const at of journalAt) copy[at] = 1;
	return copy;
}
