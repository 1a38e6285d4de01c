import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './ground.ts';

/** Two schemas, as `npm run cases` takes them. */
export interface Pair {
	readonly id: string;
	/** What changes, in a word. */
	readonly kind: string;
	readonly before: string;
	readonly after: string;
}

/** `CREATE ROLE` makes a thing of the server, which the database before has made already. */
export function withoutRoles(sql: string): string {
	return sql.replace(/^\s*create\s+(role|user)\s[^;]*;/gim, '');
}

/** Whether a pair makes roles: then no other may be on the server meanwhile. */
export function makesRoles({ before, after }: Pair): boolean {
	return withoutRoles(before) !== before || withoutRoles(after) !== after;
}

/** The pairs of a folder for one kind of database; undefined where it has no such file. */
export function readPairs(folder: string, kind: Kind): readonly Pair[] | undefined {
	const file = join(folder, `diff-${kind}.jsonl`);
	if (!existsSync(file)) return undefined;
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as Pair);
}
