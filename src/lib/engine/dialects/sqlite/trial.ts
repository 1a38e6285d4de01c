import type { Database } from '../../database.ts';
import type { Trial } from '../dialect.ts';
import { openConnection } from './connection.ts';

/**
 * Tries steps on a copy: a file in memory is copied faster than a step is undone, and nothing that a step does can
 * reach the database itself.
 */
export async function beginTrial(database: Database): Promise<Trial> {
	const { dialect } = database;
	const foreignKeys = await dialect.transactions.foreignKeys(database);
	const open = (image: Uint8Array) => openConnection(dialect, { image, foreignKeys });
	const copy = await open(await database.snapshot());
	const moments = new Set<Database>();
	const end = async () => {
		for (const each of [...moments, copy]) await each.close();
	};
	return {
		database: copy,
		async moment() {
			const before = await open(await copy.snapshot());
			moments.add(before);
			return {
				sides: async (renames) => ({ before, after: copy, renames }),
				async forget() {
					if (moments.delete(before)) await before.close();
				}
			};
		},
		end,
		async keep() {
			await database.restore(await copy.snapshot());
			await end();
		}
	};
}
