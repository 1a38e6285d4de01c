import { expect } from 'vitest';
import { accept, runToEnd, safeDowngrade, type SafeDowngrade } from '../../../src/lib/engine/run/index.ts';
import { everythingIn } from '../databases.ts';
import { pictureInWords } from './pictures.ts';
import { Bench, migration } from './support.ts';

export const users = migration(
	`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
	INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo'), (3, 'Cy');`,
	'DROP TABLE users;'
);

/** A bench at head, with a folder of the users and one more migration. */
export async function benchWith(dialect: 'sqlite' | 'postgres', second: string): Promise<Bench> {
	const bench = await Bench.open({ '0001_users.sql': users, '0002_second.sql': second }, true, dialect);
	expect((await bench.upgrade()).status).toBe('applied');
	return bench;
}

export function ask(bench: Bench, revision = '0002'): Promise<SafeDowngrade> {
	const files = Object.entries(bench.files).map(([name, text]) => ({ name, text }));
	return safeDowngrade(bench.context, files, revision);
}

/** Takes the new text as the page does, and fails where none was written. */
export async function makeSafe(bench: Bench, revision = '0002') {
	const before = await everythingIn(bench.database);
	const answer = await ask(bench, revision);
	if (answer.kind !== 'written') throw new Error(JSON.stringify(answer));
	expect(await everythingIn(bench.database)).toBe(before);
	bench.files = { ...bench.files, [answer.file.name]: answer.file.text };
	if (answer.applied) expect((await runToEnd(accept(bench.context, [revision]))).status).toBe('applied');
	return answer;
}

/** Down and up again; what is in the database then. */
export async function thereAndBack(bench: Bench): Promise<unknown> {
	expect((await bench.downgrade()).problems).toEqual([]);
	expect((await bench.upgrade()).problems).toEqual([]);
	return pictureInWords(bench.database);
}
