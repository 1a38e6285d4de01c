import type { DatabaseFile } from '../python/python.ts';
import { sameImage } from './same-image.ts';

/**
 * Which of the SQLite files that programs open is the project's own database: the one that Alembic works on, and of several
 * the one that it was before, or else the first. Where none is known yet, it is the file that a program opened last.
 */
export class OwnDatabase {
	readonly #known: string | undefined;
	readonly #migrated: string[] = [];
	#opened: string | undefined;

	/** `known` is the file that it was before. */
	constructor(known: string | undefined) {
		this.#known = known;
	}

	get file(): string | undefined {
		const known = this.#known;
		if (known !== undefined && this.#migrated.includes(known)) return known;
		return this.#migrated[0] ?? known ?? this.#opened;
	}

	/** How many files Alembic has worked on. */
	get migrated(): number {
		return new Set(this.#migrated).size;
	}

	/** Whether Alembic works on another one just now. */
	get isPassedOver(): boolean {
		return this.#migrated.length > 0 && this.#migrated.at(-1) !== this.file;
	}

	/** A program opens this file. */
	opens(file: string): void {
		this.#opened = file;
	}

	/** Alembic begins to work on this file. */
	migrates(file: string): void {
		this.#migrated.push(file);
	}
}

const signature = new TextEncoder().encode('SQLite format 3\0');

/** Whether these are the bytes of an SQLite database. */
export function isDatabase(bytes: Uint8Array): boolean {
	return signature.every((byte, at) => bytes[at] === byte);
}

/** The databases as a command has left them: the same array where they are as they were. */
export function databasesAfter(
	before: readonly DatabaseFile[],
	found: readonly DatabaseFile[]
): readonly DatabaseFile[] {
	const isSame = (one: DatabaseFile, at: number): boolean => {
		const other = before[at];
		return other?.file === one.file && sameImage(other.bytes, one.bytes);
	};
	return before.length === found.length && found.every(isSame) ? before : found;
}
