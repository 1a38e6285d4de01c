import initSqlJs from 'sql.js';
import type { Database as RawDatabase } from 'sql.js';
import { openDatabase, parseFolder, runToEnd, upgrade } from '../src/lib/engine/index.ts';
import type { Database, FolderFile } from '../src/lib/engine/index.ts';
import type { Contender } from './measure.ts';

const clock = { now: () => new Date().toISOString(), elapsed: () => performance.now() };

/** Raw sql.js: every migration's up section in a transaction, nothing recorded. */
export async function rawUpgrade(files: readonly FolderFile[]): Promise<Contender<RawDatabase>> {
	const SqlJs = await initSqlJs();
	const { graph } = parseFolder(files);
	const scripts = graph.migrations.map(({ up }) => (up.transaction ? `BEGIN;${up.sql};COMMIT;` : up.sql));
	return {
		prepare: () => new SqlJs.Database(),
		run: (database) => {
			for (const script of scripts) database.run(script);
		},
		finish: (database) => database.close()
	};
}

/** The engine: the same, with statements placed, the ledger written and a frame recorded for every version. */
export function engineUpgrade(files: readonly FolderFile[]): Contender<Database> {
	return {
		prepare: () => openDatabase('sqlite'),
		run: async (database) => {
			const { graph, problems } = parseFolder(files);
			const result = await runToEnd(upgrade({ database, graph, problems, clock }, 'heads'));
			if (result.status === 'applied') return;
			throw new Error(`${result.status}: ${result.problems.map(({ message }) => message).join('\n')}`);
		},
		finish: (database) => database.close()
	};
}
