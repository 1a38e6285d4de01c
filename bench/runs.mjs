import { PGlite } from '@electric-sql/pglite';
import initSqlJs from 'sql.js';
import { openDatabase, parseFolder, runToEnd, upgrade } from 'updown/engine';

/** @typedef {import('updown/engine').FolderFile} FolderFile */

const clock = { now: () => new Date().toISOString(), elapsed: () => performance.now() };
const SqlJs = await initSqlJs();

/**
 * Raw sql.js: every migration's up section and a row that says it is applied, in one transaction.
 * @param {readonly FolderFile[]} files
 */
export function rawUpgrade(files) {
	const { graph } = parseFolder(files);
	const scripts = graph.migrations.map(({ up, revision }) => {
		const script = `${up.sql};INSERT INTO schema_migrations VALUES ('${revision}');`;
		return up.transaction ? `BEGIN;${script}COMMIT;` : script;
	});
	return {
		prepare: () => new SqlJs.Database().run('CREATE TABLE schema_migrations (version TEXT PRIMARY KEY)'),
		run: (/** @type {import('sql.js').Database} */ database) => {
			for (const script of scripts) database.run(script);
		},
		finish: (/** @type {import('sql.js').Database} */ database) => database.close()
	};
}

/**
 * The engine: the same from the files on, with every statement placed and timed, the ledger kept and a frame
 * recorded for every version.
 * @param {readonly FolderFile[]} files
 */
export function engineUpgrade(files) {
	return {
		prepare: () => openDatabase('sqlite'),
		run: async (/** @type {import('updown/engine').Database} */ database) => {
			const { graph, problems } = parseFolder(files);
			const rows = await database.dialect.watchRows(database, { schema: { objects: [] } });
			const result = await runToEnd(upgrade({ database, graph, problems, clock, rows }, 'heads'));
			await rows.end();
			if (result.status === 'applied') return;
			throw new Error(`${result.status}: ${result.problems.map(({ message }) => message).join('\n')}`);
		},
		finish: (/** @type {import('updown/engine').Database} */ database) => database.close()
	};
}

/**
 * Raw sql.js: one script in one transaction.
 * @param {string} sql
 */
export function rawScript(sql) {
	return {
		prepare: () => new SqlJs.Database(),
		run: (/** @type {import('sql.js').Database} */ database) => void database.run(`BEGIN;${sql};COMMIT;`),
		finish: (/** @type {import('sql.js').Database} */ database) => database.close()
	};
}

/** PGlite as it starts by itself: it runs initdb. */
export function plainPglite() {
	/** @type {PGlite | undefined} */
	let opened;
	return {
		prepare: () => {},
		run: async () => {
			opened = await PGlite.create();
		},
		finish: async () => opened?.close()
	};
}

/** The engine's way to an empty PostgreSQL, its parser included. */
export function preparedPostgres() {
	/** @type {import('updown/engine').Database | undefined} */
	let opened;
	return {
		prepare: () => {},
		run: async () => {
			opened = await openDatabase('postgres');
		},
		finish: async () => opened?.close()
	};
}

/**
 * Raw PGlite: one script in one transaction, in a schema that is gone afterwards.
 * @param {string} sql
 */
export function rawPostgresScript(sql) {
	/** @type {PGlite | undefined} */
	let open;
	return {
		prepare: async () => {
			open ??= await PGlite.create({
				startParams: [...PGlite.defaultStartParams, '-c', 'max_locks_per_transaction=2000']
			});
			return open;
		},
		run: (/** @type {PGlite} */ database) => database.exec(`BEGIN;${sql};ROLLBACK;`).then(() => undefined)
	};
}
