import type { LineProcess } from './line-process.ts';
import type { Ground } from './ground.ts';

const tables = 1000;
const columns = 10;
const added = 20;
const times = 5;

/** What is measured, for people. */
export const timedWhat = `compare ${tables} tables of ${columns} columns with the same and ${added} columns more`;

/**
 * The best of a few `compare_metadata` on a large schema, in milliseconds; the reflection of it is part of that. On a
 * machine with other work the best is what the tool takes, the rest is waiting.
 */
export async function timeAlembic(ground: Ground, process: LineProcess): Promise<number> {
	const rest = Array.from({ length: columns - 1 }, (_, n) => `c${n} TEXT`).join(', ');
	const sql = Array.from(
		{ length: tables },
		(_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, ${rest});`
	);
	const place = await ground.make(sql.join('\n'));
	const found: number[] = [];
	for (let n = 0; n < times; n++) {
		const { milliseconds, changes } = await process.ask({ do: 'time', at: ground.sqlalchemy(place), added });
		if (changes !== added) throw new Error(`Alembic found ${String(changes)} changes of ${added}`);
		found.push(Number(milliseconds));
	}
	await ground.drop([place]);
	return Math.min(...found);
}
