import { DatabaseError } from '../../database.ts';
import { filesIn } from './tar.ts';
import { textOf } from '../../text/utf8.ts';

/** The major version of PostgreSQL whose data directories can be opened. */
const major = '18';

/** Throws `DatabaseError` where `image` is not a data directory that this PostgreSQL can start from. */
export async function checkImage(image: Uint8Array): Promise<void> {
	const version = versionIn(image);
	if (version === major) return;
	throw new DatabaseError({
		message:
			version === undefined
				? 'the file is not a snapshot of a PostgreSQL database'
				: `the snapshot is of PostgreSQL ${version}, and this is PostgreSQL ${major}`,
		code: '58P01',
		sql: '',
		start: 0,
		end: 0
	});
}

function versionIn(image: Uint8Array): string | undefined {
	// A whole tar ends with a block of zeros at least, and its blocks are of 512 bytes.
	if (image.length % 512 !== 0) return undefined;
	let version: string | undefined;
	let control = false;
	for (const { name, bytes } of filesIn(image)) {
		if (name.replace(/^\//, '') === 'PG_VERSION') version = textOf(bytes).trim();
		if (name.replace(/^\//, '') === 'global/pg_control') control = bytes.length === 8192;
		if (version !== undefined && control) return version;
	}
	return undefined;
}
