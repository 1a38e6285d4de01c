import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';

/** Something about a file that its owner can mend. */
export class FileProblem extends Error {
	name = 'FileProblem';
}

/** Offsets 18 and 19 of a SQLite file: how it is written and read, 1 with a rollback journal, 2 with a write-ahead log. */
const journalBytes = [18, 19];

/**
 * A SQLite file as an image in memory. `write` replaces the file in one move, so that whoever looks finds the old
 * database or the new one and never a part.
 */
export class DatabaseFile {
	#path;
	#image;
	#digest;
	#wal;

	constructor(path, image, wal) {
		this.#path = path;
		this.#image = image;
		this.#digest = image && digestOf(image);
		this.#wal = wal;
	}

	/** Reads the file; a file that does not exist is an empty database. Refuses one that another program is in the middle of. */
	static async read(path) {
		if (!(await exists(path))) return new DatabaseFile(path, undefined, false);
		const real = await realpath(path);
		for (const [suffix, why] of [
			['-wal', 'has changes in its write-ahead log that are not in the file itself'],
			['-journal', 'was left in the middle of a transaction, or another program is writing it']
		]) {
			if (await filled(real + suffix)) {
				throw new FileProblem(
					`${path} ${why} (${path}${suffix}). Close the other program, or let it recover: sqlite3 ${path} "PRAGMA wal_checkpoint(TRUNCATE)".`
				);
			}
		}
		const bytes = new Uint8Array(await readFile(real));
		if (bytes.length > 0 && Buffer.from(bytes.subarray(0, 16)).toString('latin1') !== 'SQLite format 3\0') {
			throw new FileProblem(`${path} is not a SQLite database.`);
		}
		const wal = bytes.length > 100 && journalBytes.every((at) => bytes[at] === 2);
		return new DatabaseFile(real, bytes, wal);
	}

	/** The bytes to open: undefined for an empty database. A file made for a write-ahead log is opened as one without; it has none now. */
	get image() {
		if (!this.#image || this.#image.length === 0) return undefined;
		return this.#wal ? withJournal(this.#image, 1) : this.#image;
	}

	/** Puts `image` in place of the file. Refuses where the file has changed since it was read. */
	async write(image) {
		const bytes = this.#wal ? withJournal(image, 2) : image;
		if (this.#image && digestOf(bytes) === this.#digest) return;
		const now = (await exists(this.#path)) ? digestOf(await readFile(this.#path)) : undefined;
		if (now !== this.#digest) {
			throw new FileProblem(
				`${this.#path} was changed by another program meanwhile. Nothing was written; run the command again.`
			);
		}
		const mode = now === undefined ? 0o666 : (await stat(this.#path)).mode;
		const temporary = `${this.#path}.${process.pid}.new`;
		try {
			const file = await open(temporary, 'wx', mode);
			try {
				await file.writeFile(bytes);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(temporary, this.#path);
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
		this.#image = bytes;
		this.#digest = digestOf(bytes);
	}
}

function withJournal(image, kind) {
	const copy = image.slice();
	for (const at of journalBytes) copy[at] = kind;
	return copy;
}

function digestOf(bytes) {
	return createHash('sha256').update(bytes).digest('hex');
}

async function exists(path) {
	try {
		await access(path, constants.F_OK);
		return true;
	} catch {
		return false;
	}
}

async function filled(path) {
	return (await exists(path)) && (await stat(path)).size > 0;
}
