import { textIfUtf8 } from '../engine/text/utf8.ts';
import type { FolderEntry } from './entry.ts';

/** A file right inside a folder. */
export interface SourceFile {
	readonly name: string;
	/** Where it stands in what was brought. */
	readonly path: string;
	readonly bytes: Uint8Array;
	/** Its text, byte-order mark and line ends kept; undefined where the bytes are not UTF-8. */
	readonly text: string | undefined;
}

/** One folder of what was brought: the files right inside it, sorted by name. */
export interface SourceFolder {
	/** `''` is the top. */
	readonly path: string;
	readonly files: readonly SourceFile[];
	/** A file beside this folder, i.e. in the one around it. */
	beside(name: string): SourceFile | undefined;
}

/** Every folder that holds files. Hidden folders and installed packages are left out: no one keeps migrations there. */
export function foldersOf(entries: readonly FolderEntry[]): readonly SourceFolder[] {
	const byFolder = new Map<string, Map<string, SourceFile>>();
	for (const { path, bytes } of entries) {
		if (/(^|\/)(\.[^/]+|__MACOSX|node_modules)\//.test(path)) continue;
		const cut = path.lastIndexOf('/');
		const folder = cut === -1 ? '' : path.slice(0, cut);
		const files = byFolder.get(folder) ?? new Map<string, SourceFile>();
		byFolder.set(folder, files);
		const name = path.slice(cut + 1);
		files.set(name, sourceFile(name, path, bytes));
	}
	return [...byFolder].map(([path, files]) => ({
		path,
		files: [...files.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
		beside: (name) => (path === '' ? undefined : byFolder.get(parentOf(path))?.get(name))
	}));
}

function parentOf(path: string): string {
	const cut = path.lastIndexOf('/');
	return cut === -1 ? '' : path.slice(0, cut);
}

/** The text is decoded when first asked for: most files of a big repository never are. */
function sourceFile(name: string, path: string, bytes: Uint8Array): SourceFile {
	let decoded: { readonly text: string | undefined } | undefined;
	return {
		name,
		path,
		bytes,
		get text() {
			decoded ??= { text: textIfUtf8(bytes) };
			return decoded.text;
		}
	};
}
