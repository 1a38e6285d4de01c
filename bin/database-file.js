import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileProblem, aboutFile } from './file-problem.js';

/** Offsets 18 and 19 of a SQLite file: how it is written and read, 1 with a rollback journal, 2 with a write-ahead log. */
const journalBytes = [18, 19];

/**
 * A SQLite file as an image in memory. `write` replaces the file in one move, so that whoever looks finds the old
 * database or the new one and never a part.
 */
export class DatabaseFile {
	#path;
	#shown;
	#image;
	#digest;
	#wal;

	constructor(path, shown, image) {
		this.#path = path;
		this.#shown = shown;
		this.#image = image;
		this.#digest = image && digestOf(image);
		this.#wal = image !== undefined && image.length > 100 && journalBytes.every((at) => image[at] === 2);
	}

	/**
	 * Reads the file; a file that does not exist is an empty database. Refuses a path where there can be none, and
	 * a file that another program works with.
	 */
	static read(path) {
		return aboutFile(path, async () => {
			const found = await statOf(path);
			if (found && !found.isFile()) {
				throw new FileProblem(`${path} is ${found.isDirectory() ? 'a folder' : 'a device'}, not a database.`);
			}
			if (!found) await checkPlace(path);
			const real = found ? await realpath(path) : path;
			const image = found && new Uint8Array(await readFile(real));
			if (
				image?.length > 0 &&
				Buffer.from(image.subarray(0, 16)).toString('latin1') !== 'SQLite format 3\0'
			) {
				throw new FileProblem(`${path} is not a SQLite database.`);
			}
			const file = new DatabaseFile(real, path, image);
			await file.#checkUnused();
			return file;
		});
	}

	/** The bytes to open: undefined for an empty database. A file made for a write-ahead log is opened as one without; it has none now. */
	get image() {
		if (!this.#image || this.#image.length === 0) return undefined;
		return this.#wal ? withJournal(this.#image, 1) : this.#image;
	}

	/** Refuses where `write` could not put a new image in place of the file, or must not. */
	checkWritable() {
		return aboutFile(this.#shown, async () => {
			await this.#checkUnused();
			const found = await statOf(this.#path);
			if (found) {
				await access(this.#path, constants.W_OK);
				// Whoever may write everything is not asked; a file that nobody may write is still meant to stay.
				if ((found.mode & 0o222) === 0) throw new FileProblem(`${this.#shown} can only be read.`);
			}
			const folder = dirname(this.#path);
			await aboutFile(folder, () => access(folder, constants.W_OK));
		});
	}

	/** Puts `image` in place of the file, with its owner and mode. Refuses where the file has changed since it was read. */
	async write(image) {
		const bytes = this.#wal ? withJournal(image, 2) : image;
		if (this.#image && digestOf(bytes) === this.#digest) return;
		await this.checkWritable();
		await aboutFile(this.#shown, async () => {
			const found = await statOf(this.#path);
			const now = found && digestOf(await readFile(this.#path));
			if (now !== this.#digest) {
				throw new FileProblem(
					`${this.#shown} was changed by another program meanwhile. Nothing more was written; run the command again.`
				);
			}
			await this.#replace(bytes, found);
		});
		this.#image = bytes;
		this.#digest = digestOf(bytes);
	}

	async #replace(bytes, found) {
		const temporary = `${this.#path}.${process.pid}.new`;
		try {
			const file = await open(temporary, 'wx', found ? 0o600 : 0o666);
			try {
				await file.writeFile(bytes);
				if (found) await giveTo(file, found);
				await file.sync();
			} finally {
				await file.close();
			}
			await rename(temporary, this.#path);
		} catch (error) {
			await rm(temporary, { force: true });
			throw error;
		}
	}

	/**
	 * A program that has the file open would go on writing the one that was replaced, or put a log of its own beside
	 * the new one. Who uses a write-ahead log leaves the log and its index there as long as the file is open.
	 */
	async #checkUnused() {
		const besides = [
			['-wal', 'is open in another program, or one that ended badly has left its write-ahead log'],
			['-journal', 'was left in the middle of a transaction, or another program is writing it'],
			// Beside a file that is not made for a log, an index of one is a left-over that nothing reads.
			...(this.#wal ? [['-shm', 'is open in another program, which uses a write-ahead log']] : [])
		];
		for (const [suffix, why] of besides) {
			const found = await statOf(this.#path + suffix);
			if (!found || (suffix === '-journal' && found.size === 0)) continue;
			const tidy = `sqlite3 ${this.#shown} "PRAGMA wal_checkpoint(TRUNCATE)"`;
			throw new FileProblem(
				`${this.#shown} ${why} (${this.#shown}${suffix}). Close the other program. Where none has it open, tidy up: ${tidy}.`
			);
		}
	}
}

/** Refuses a path at which no new file can be made. */
async function checkPlace(path) {
	if (await lstatOf(path)) throw new FileProblem(`${path} is a link to a file that is not there.`);
	const folder = dirname(path);
	if (!(await statOf(folder))) {
		throw new FileProblem(`There is no folder ${folder} to put the database ${path} in.`);
	}
}

/** Gives a new file the owner and the mode of the one it replaces, as far as this user may. */
async function giveTo(file, { uid, gid, mode }) {
	try {
		await file.chown(uid, gid);
	} catch (error) {
		// Only an administrator gives files away. Who may write this one may go on doing so.
		if (error.code !== 'EPERM') throw error;
	}
	await file.chmod(mode & 0o7777);
}

function withJournal(image, kind) {
	const copy = image.slice();
	for (const at of journalBytes) copy[at] = kind;
	return copy;
}

function digestOf(bytes) {
	return createHash('sha256').update(bytes).digest('hex');
}

function statOf(path) {
	return absent(stat(path));
}

function lstatOf(path) {
	return absent(lstat(path));
}

/** What was found; undefined where nothing is there. */
async function absent(found) {
	try {
		return await found;
	} catch (error) {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	}
}
