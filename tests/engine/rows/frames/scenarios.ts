/** What a database begins with, or a step: one text for both databases where there is one that both read. */
interface Text {
	readonly both: string;
	readonly sqlite?: string;
	readonly postgres?: string;
}

/** A step that people write, on rows that show what it does. */
export interface Scenario {
	/** After "a step that". */
	readonly does: string;
	/** Of its golden frame. */
	readonly file: string;
	/** Why the two databases tell it apart, where they do; then each has a golden frame of its own. */
	readonly differs?: string;
	readonly start: Text;
	readonly step: Text;
}

const users = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
	INSERT INTO users VALUES (1, 'Ada Lovelace', 'ada@x'), (2, 'Alan Turing', NULL), (3, 'Grace', 'grace@x');`;

const authors = `CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO authors VALUES (1, 'Ada'), (2, 'Alan');
	CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors (id) ON DELETE CASCADE);
	INSERT INTO books VALUES (10, 1), (11, 1), (12, 2);`;

/** Those that the issue on evidence names. */
export const scenarios: readonly Scenario[] = [
	{
		does: 'renames a table and a column',
		file: 'rename',
		start: { both: users },
		step: { both: 'ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN email TO mail;' }
	},
	{
		does: 'drops a column and a table',
		file: 'drop',
		start: {
			both: `${users} CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT); INSERT INTO notes VALUES (7, 'hm');`
		},
		step: { both: 'ALTER TABLE users DROP COLUMN email; DROP TABLE notes;' }
	},
	{
		does: 'gives a column another type, which loses digits and one value',
		file: 'retype-with-loss',
		start: {
			both: `CREATE TABLE prices (id INTEGER PRIMARY KEY, amount TEXT);
				INSERT INTO prices VALUES (1, '10'), (2, '2.75'), (3, 'free');`
		},
		step: {
			both: `CREATE TABLE prices_new (id INTEGER PRIMARY KEY, amount INTEGER);
				INSERT INTO prices_new SELECT id, CASE WHEN amount = 'free' THEN NULL ELSE CAST(CAST(amount AS REAL) AS INTEGER) END FROM prices;
				DROP TABLE prices; ALTER TABLE prices_new RENAME TO prices;`,
			postgres: `ALTER TABLE prices ALTER COLUMN amount TYPE integer
				USING CASE WHEN amount = 'free' THEN NULL ELSE trunc(amount::numeric)::integer END;`
		}
	},
	{
		does: 'splits a name in two',
		file: 'split-a-name',
		start: { both: users },
		step: {
			both: `ALTER TABLE users ADD COLUMN first_name TEXT; ALTER TABLE users ADD COLUMN last_name TEXT;
				UPDATE users SET first_name = substr(name, 1, instr(name || ' ', ' ') - 1),
					last_name = nullif(substr(name, instr(name || ' ', ' ') + 1), '');
				ALTER TABLE users DROP COLUMN name;`,
			postgres: `ALTER TABLE users ADD COLUMN first_name TEXT; ALTER TABLE users ADD COLUMN last_name TEXT;
				UPDATE users SET first_name = split_part(name, ' ', 1), last_name = nullif(split_part(name, ' ', 2), '');
				ALTER TABLE users DROP COLUMN name;`
		}
	},
	{
		does: 'merges two tables into one',
		file: 'merge-two-tables',
		start: {
			both: `CREATE TABLE cats (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO cats VALUES (1, 'Tom'), (2, 'Kit');
				CREATE TABLE dogs (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO dogs VALUES (1, 'Rex');`
		},
		step: {
			both: `CREATE TABLE pets (kind TEXT, id INTEGER, name TEXT, PRIMARY KEY (kind, id));
				INSERT INTO pets SELECT 'cat', id, name FROM cats; INSERT INTO pets SELECT 'dog', id, name FROM dogs;
				DROP TABLE cats; DROP TABLE dogs;`
		}
	},
	{
		does: 'gives rows other keys',
		file: 'key-change',
		start: { both: users },
		step: { both: 'UPDATE users SET id = id + 100 WHERE id > 1;' }
	},
	{
		does: 'deletes a row that others go with',
		file: 'cascade',
		start: { both: authors, sqlite: `PRAGMA foreign_keys = ON; ${authors}` },
		step: { both: 'DELETE FROM authors WHERE id = 1;' }
	},
	{
		does: 'fires a trigger that writes elsewhere',
		file: 'trigger-side-effects',
		differs: 'SQLite needs no key to know that all rows of a table are new',
		start: {
			both: '',
			sqlite: `${users} CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
				CREATE TRIGGER told AFTER DELETE ON users BEGIN INSERT INTO log (what) VALUES (old.name || ' left'); END;`,
			postgres: `${users} CREATE TABLE log (id serial PRIMARY KEY, what TEXT);
				CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
					'BEGIN INSERT INTO log (what) VALUES (old.name || '' left''); RETURN old; END';
				CREATE TRIGGER told AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION tell();`
		},
		step: { both: "DELETE FROM users WHERE name = 'Grace';" }
	},
	{
		does: 'changes a table that has no key',
		file: 'no-key',
		differs: 'SQLite knows a row without a key by its rowid',
		start: {
			both: `CREATE TABLE visits (page TEXT, seconds INTEGER);
				INSERT INTO visits VALUES ('home', 3), ('about', 8), ('news', NULL);`
		},
		step: {
			both: "UPDATE visits SET seconds = 5 WHERE page = 'news'; DELETE FROM visits WHERE page = 'about';"
		}
	},
	{
		does: 'takes away one of several rows that are alike',
		file: 'duplicate-rows',
		start: {
			both: `CREATE TABLE votes (name TEXT); INSERT INTO votes VALUES ('Ada'), ('Ada'), ('Ada'), ('Alan');`
		},
		step: {
			both: `CREATE TABLE votes_new (name TEXT);
				INSERT INTO votes_new SELECT DISTINCT name FROM votes; INSERT INTO votes_new VALUES ('Ada');
				DROP TABLE votes; ALTER TABLE votes_new RENAME TO votes;`
		}
	}
];
