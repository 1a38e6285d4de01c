import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { accept, runToEnd, safeDowngrade } from '../../../src/lib/engine/run/index.ts';
import { dialects } from '../databases.ts';
import { runsOf } from '../random-runs.ts';
import { Dice } from '../laws/dice.ts';
import { pictureInWords } from './pictures.ts';
import { Bench, migration } from './support.ts';

const runs = { sqlite: 60, postgres: 6 };

const base =
	migration(`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(40), n INTEGER, code VARCHAR(9) NOT NULL UNIQUE);
	CREATE TABLE items (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), what VARCHAR(40));
	CREATE TABLE tags (word VARCHAR(9), n INTEGER, note VARCHAR(9), PRIMARY KEY (word, n));
	CREATE TABLE log (line VARCHAR(9));
	INSERT INTO users VALUES (1, 'Ada', 10, 'a'), (2, 'Bo', NULL, 'b'), (3, NULL, 35, 'c'), (4, 'Di', 47, 'd');
	INSERT INTO items VALUES (1, 1, 'one'), (2, 1, NULL), (3, NULL, 'three'), (4, 4, 'four'), (5, 2, 'five');
	INSERT INTO tags VALUES ('x', 1, 'p'), ('x', 2, NULL), ('y', 1, 'q');
	INSERT INTO log VALUES ('a'), ('a'), ('b');`);

/** One thing that a migration does and undoes, badly, and what somebody does while it is applied. */
interface Edit {
	readonly up: string;
	readonly down: string;
	readonly meanwhile: string;
}

/** Edits that get on with one another; `k` keeps their names apart. */
const edits: readonly ((k: number, dice: Dice) => Edit)[] = [
	(k, dice) => {
		const table = dice.pick(['users', 'items', 'tags']);
		const [type, value] = dice.pick([
			['INTEGER', String(dice.below(99))],
			['VARCHAR(20)', "'it''s'"],
			['INTEGER NOT NULL DEFAULT 7', '8'],
			["VARCHAR(9) NOT NULL DEFAULT ''", "'v'"],
			['INTEGER REFERENCES users (id)', '(SELECT min(id) FROM users)'],
			['NUMERIC(8, 2)', '1.50']
		] as const);
		const where = dice.pick(['', ' WHERE 1 = 0', table === 'tags' ? ' WHERE n > 1' : ' WHERE id > 2']);
		return {
			up: `ALTER TABLE ${table} ADD COLUMN c${k} ${type};`,
			down: `ALTER TABLE ${table} DROP COLUMN c${k};`,
			meanwhile: `UPDATE ${table} SET c${k} = ${value}${where};`
		};
	},
	(k, dice) => {
		const key = dice.pick(['id INTEGER PRIMARY KEY', 'id INTEGER', 'id INTEGER NOT NULL UNIQUE']);
		const filled = dice.pick(['', `INSERT INTO made${k} (id, user_id, v) SELECT id, id, name FROM users;`]);
		return {
			up: `CREATE TABLE made${k} (${key}, user_id INTEGER REFERENCES users (id), v VARCHAR(40)); ${filled}`,
			down: `DROP TABLE made${k};`,
			meanwhile: `INSERT INTO made${k} VALUES (${50 + k}, 1, 'new'); UPDATE made${k} SET v = 'w' WHERE id = 2;`
		};
	},
	(k) => ({
		up: `CREATE TABLE parent${k} (id INTEGER PRIMARY KEY); CREATE TABLE a_child${k} (p INTEGER REFERENCES parent${k} (id), m INTEGER, PRIMARY KEY (p, m));`,
		down: `DROP TABLE a_child${k}; DROP TABLE parent${k};`,
		meanwhile: `INSERT INTO parent${k} VALUES (1), (2); INSERT INTO a_child${k} VALUES (1, 1), (1, 2), (2, 1);`
	}),
	(k, dice) => {
		const table = dice.pick(['users', 'items', 'tags'] as const);
		const change = {
			users: dice.pick(['name = upper(name)', 'n = n / 10', 'name = NULL', "name = 'x', n = 0"]),
			items: dice.pick(["what = 'w'", 'what = NULL', 'user_id = NULL']),
			tags: "note = 'z'"
		}[table];
		const where = table === 'tags' ? '' : dice.pick(['', ' WHERE id <> 2']);
		return { up: 'SELECT 1;', down: `UPDATE ${table} SET ${change}${where};`, meanwhile: `SELECT ${k};` };
	},
	(k, dice) => {
		const where = dice.pick(['user_id IS NULL', 'id > 3', "what = 'one'", '1 = 1']);
		return { up: 'SELECT 1;', down: `DELETE FROM items WHERE ${where};`, meanwhile: `SELECT ${k};` };
	},
	(k) => ({
		up: `INSERT INTO items (id, user_id, what) VALUES (${900 + k}, NULL, 'seed');`,
		down: `DELETE FROM items WHERE id = ${900 + k};`,
		meanwhile: `UPDATE items SET what = 'mine', user_id = 2 WHERE id = ${900 + k};`
	}),
	(k) => ({
		up: 'SELECT 1;',
		down: "DELETE FROM tags WHERE word = 'x';",
		meanwhile: `UPDATE tags SET note = 'r' WHERE n = ${1 + k};`
	})
];

/** At most one of these in a migration, around the others. */
const renames: readonly Edit[] = [
	{ up: 'SELECT 1;', down: 'SELECT 1;', meanwhile: 'SELECT 1;' },
	{
		up: 'ALTER TABLE users RENAME COLUMN code TO "Odd Code";',
		down: 'ALTER TABLE users RENAME COLUMN "Odd Code" TO code;',
		meanwhile: `UPDATE users SET "Odd Code" = 'z' WHERE id = 1;`
	},
	{
		up: 'ALTER TABLE tags RENAME COLUMN word TO term;',
		down: 'ALTER TABLE tags RENAME COLUMN term TO word;',
		meanwhile: "DELETE FROM tags WHERE term = 'y';"
	}
];

function migrationFrom(numbers: readonly number[]): { readonly text: string; readonly meanwhile: string } {
	const dice = new Dice(numbers);
	const chosen = Array.from({ length: 1 + dice.below(4) }, (_, k) => dice.pick(edits)(k, dice));
	const all = [...chosen, dice.pick(renames)];
	return {
		text: migration(
			all.map(({ up }) => up).join('\n'),
			all
				.toReversed()
				.map(({ down }) => down)
				.join('\n')
		),
		meanwhile: chosen
			.concat(all.slice(chosen.length))
			.map(({ meanwhile }) => meanwhile)
			.join('\n')
	};
}

describe.each(dialects)('a safe downgrade on %s, whatever the migration and the rows', (dialect) => {
	it('brings every value back, or says which it does not', async () => {
		const times = runsOf('SAFE', dialect, runs[dialect]);
		const kinds: Record<string, number> = {};
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 12, maxLength: 24 }), async (numbers) => {
				const kind = await tryOne(dialect, numbers);
				kinds[kind] = (kinds[kind] ?? 0) + 1;
			}),
			times
		);
		console.info(`${dialect}, seed ${times.seed}: ${JSON.stringify(kinds)}`);
	}, 7_200_000);
});

async function tryOne(dialect: DialectName, numbers: readonly number[]): Promise<string> {
	const { text, meanwhile } = migrationFrom(numbers);
	const bench = await Bench.open({ '1_base.sql': base, '2_second.sql': text }, true, dialect);
	expect((await bench.upgrade()).problems, text).toEqual([]);
	await bench.database.execute(meanwhile);
	const before = await pictureInWords(bench.database);
	const files = Object.entries(bench.files).map(([name, content]) => ({ name, text: content }));
	const answer = await safeDowngrade(bench.context, files, '2');
	expect(await pictureInWords(bench.database), 'asking changes nothing').toEqual(before);
	if (answer.kind === 'written') {
		bench.files = { ...bench.files, '2_second.sql': answer.file.text };
		await runToEnd(accept(bench.context, []));
	} else expect(answer, text).toEqual({ kind: 'safe' });
	const what = JSON.stringify([bench.files['2_second.sql'], meanwhile, answer], undefined, 1);
	expect((await bench.downgrade()).problems, what).toEqual([]);
	expect((await bench.upgrade()).problems, what).toEqual([]);
	const after = await pictureInWords(bench.database);
	const told = new Set(answer.kind === 'written' ? answer.left.map(({ table }) => table) : []);
	const rest = (all: typeof after) =>
		Object.fromEntries(Object.entries(all).filter(([name]) => !told.has(name)));
	expect(rest(after), what).toEqual(rest(before));
	if (answer.kind === 'written' && answer.notes.length === 0) expect([...told], what).toEqual([]);
	if (dialect === 'sqlite') await bench.database.close();
	return answer.kind;
}
