import { dialectOf } from '../engine/dialects/registry.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { nextTask } from './breathe.ts';
import type { OpenOptions } from './protocol.ts';
import type { EngineSession } from './session.ts';

/** Milliseconds without a call after which a worker counts as idle. */
const quiet = 400;

/** Times the folder goes up or down in the life of a worker: with fewer, a long first run still takes a fifth longer. */
const runs = 64;

/**
 * Runs a throw-away folder up and down on a database of its own while the page asks for nothing, so that the
 * browser has compiled the engine's code before somebody waits for it: a long first run takes half as long again
 * in cold code. It holds nothing up: it begins when the worker has been idle for a while, pauses for messages, and
 * ends between two statements as soon as there is a call.
 */
export class WarmUp {
	readonly #start: () => EngineSession;
	#left = runs;
	#calls = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** What warms up just now; forgotten when a call comes in between. */
	#shadow: EngineSession | undefined;
	#dialect: OpenOptions['dialect'] | undefined;

	/** `start` makes a session that nobody else uses. */
	constructor(start: () => EngineSession) {
		this.#start = start;
	}

	/** Must be told what was opened: before that, nothing is loaded that could be warmed. */
	opened({ dialect }: OpenOptions): void {
		// Where even a shadow is made in the database itself, another one beside it would cost too much.
		this.#dialect = dialectOf(dialect).shadow ? undefined : dialect;
	}

	/** The same calls; around each of them the worker is not idle. */
	around<Calls extends object>(calls: Calls): Calls {
		const each = Object.entries(calls) as [string, (...given: unknown[]) => Promise<unknown>][];
		return Object.fromEntries(
			each.map(([name, call]) => [name, (...given: unknown[]) => this.#during(() => call(...given))])
		) as Calls;
	}

	async #during<Value>(call: () => Promise<Value>): Promise<Value> {
		clearTimeout(this.#timer);
		this.#shadow?.abort();
		this.#shadow = undefined;
		this.#calls++;
		try {
			return await call();
		} finally {
			this.#calls--;
			if (this.#calls === 0 && this.#left > 0) this.#timer = setTimeout(() => void this.#warm(), quiet);
		}
	}

	async #warm(): Promise<void> {
		if (this.#dialect === undefined) return;
		const shadow = this.#start();
		this.#shadow = shadow;
		try {
			await shadow.setFolder(throwAway);
			await shadow.open({ dialect: this.#dialect, foreignKeys: true });
			for (let up = true; this.#shadow === shadow && this.#left > 0; up = !up) {
				const command = up
					? ({ kind: 'upgrade', target: 'head' } as const)
					: ({ kind: 'downgrade', target: 'base' } as const);
				await shadow.run(command, () => undefined);
				this.#left--;
				// A run this short makes no pause of its own.
				await nextTask();
			}
		} finally {
			await shadow.close();
		}
	}
}

/** A little of all that migrations do, in words that every database understands. */
export const throwAway: readonly FolderFile[] = [
	[
		`CREATE TABLE people (
			id INTEGER NOT NULL PRIMARY KEY,
			name VARCHAR(200) NOT NULL,
			mail TEXT UNIQUE,
			born DATE DEFAULT '2000-01-01',
			created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
			CHECK (length(name) > 0)
		);
		INSERT INTO people (id, name, mail) VALUES (1, 'Ada', 'ada@example.org'), (2, 'Alan', NULL);`,
		'DROP TABLE people;'
	],
	[
		`CREATE TABLE "orders" (
			"id" TEXT PRIMARY KEY,
			"person" INTEGER NOT NULL,
			"state" VARCHAR(20) NOT NULL DEFAULT 'new',
			"total" DECIMAL(10, 2) NOT NULL DEFAULT 0,
			FOREIGN KEY ("person") REFERENCES people (id) ON DELETE CASCADE
		);
		CREATE INDEX orders_person ON "orders" ("person", "state");
		CREATE UNIQUE INDEX "orders_state" ON "orders" ("state", "id");`,
		`DROP INDEX orders_person; DROP TABLE "orders";`
	],
	['ALTER TABLE people ADD COLUMN phone TEXT;', 'ALTER TABLE people DROP COLUMN phone;'],
	[
		'ALTER TABLE "orders" ADD COLUMN "note" TEXT NOT NULL DEFAULT \'\';',
		'ALTER TABLE "orders" DROP COLUMN "note";'
	],
	[
		`INSERT INTO "orders" ("id", "person") VALUES ('a', 1), ('b', 2);
		UPDATE people SET phone = '1' WHERE mail IS NULL;
		-- A comment; with a semicolon.
		UPDATE "orders" SET "total" = "total" + 1 WHERE "person" = 1;`,
		`DELETE FROM "orders"; UPDATE people SET phone = NULL;`
	],
	[
		`DROP INDEX IF EXISTS orders_person;
		CREATE TABLE "_orders" (
			"id" TEXT PRIMARY KEY,
			"person" INTEGER NOT NULL,
			"state" VARCHAR(20) NOT NULL DEFAULT 'new',
			"total" DECIMAL(10, 2),
			"note" TEXT NOT NULL DEFAULT '',
			FOREIGN KEY ("person") REFERENCES people (id) ON UPDATE CASCADE ON DELETE CASCADE
		);
		INSERT INTO "_orders" ("id", "person", "state", "total", "note")
			SELECT "id", "person", "state", "total", "note" FROM "orders";
		DROP TABLE "orders";
		ALTER TABLE "_orders" RENAME TO "orders";
		CREATE INDEX "orders_person" ON "orders" (person);`,
		`DROP INDEX "orders_person"; CREATE INDEX orders_person ON "orders" ("person", "state");`
	],
	[
		'CREATE VIEW buyers AS SELECT p.name, o.total FROM people AS p JOIN "orders" AS o ON o.person = p.id;',
		'DROP VIEW buyers;'
	],
	[
		'DROP VIEW buyers; ALTER TABLE people RENAME COLUMN mail TO email;',
		`ALTER TABLE people RENAME COLUMN email TO mail;
		CREATE VIEW buyers AS SELECT p.name, o.total FROM people AS p JOIN "orders" AS o ON o.person = p.id;`
	]
].map(([up, down], at) => ({
	name: `${at + 1}_step.sql`,
	text: `-- Step ${at + 1}\n-- revision: 2020010100000${at + 1}\n-- migrate:up\n${up}\n\n-- migrate:down\n${down}\n`
}));
