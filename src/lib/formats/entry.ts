/** A file of a folder someone brings, or of one they take home. `path` is joined by `/` and begins with no slash. */
export interface FolderEntry {
	readonly path: string;
	readonly bytes: Uint8Array;
}
