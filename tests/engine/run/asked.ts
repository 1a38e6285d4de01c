import type { Database } from '../../../src/lib/engine/database.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { autogenerate } from '../../../src/lib/engine/run/index.ts';
import type {
	AutogenerateReply,
	AutogenerateRequest
} from '../../../src/lib/engine/run/autogenerate-reply.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';
import { emptyDatabase } from '../databases.ts';

export type Changes = Extract<AutogenerateReply, { kind: 'changes' }>;

/** What a test that empties a database leaves out. */
const fresh: Readonly<Record<DialectName, string>> = {
	sqlite: '',
	postgres: "COMMENT ON SCHEMA public IS 'standard public schema';"
};

/** A database with these statements run, and the schema it is to have. */
export class Asked {
	readonly database: Database;
	readonly #desired: string;

	private constructor(database: Database, desired: string) {
		this.database = database;
		this.#desired = desired;
	}

	static async on(dialect: DialectName, present: string, desired: string): Promise<Asked> {
		const database = await emptyDatabase(dialect);
		await database.execute(fresh[dialect] + present);
		return new Asked(database, desired);
	}

	/** The same database, which is to have another schema. */
	wanting(desired: string): Asked {
		return new Asked(this.database, desired);
	}

	reply(request: Partial<AutogenerateRequest> = {}): Promise<AutogenerateReply> {
		const shadow = () => openDatabase('sqlite');
		return autogenerate(this.database, { desired: this.#desired, renames: [], ...request }, shadow);
	}

	/** The reply, which must be one with changes. */
	async changes(request: Partial<AutogenerateRequest> = {}): Promise<Changes> {
		const reply = await this.reply(request);
		if (reply.kind !== 'changes') throw new Error(JSON.stringify(reply));
		return reply;
	}

	/** Runs a script as a step does. */
	async run({ sql, foreignKeys }: Script): Promise<void> {
		const { transactions } = this.database.dialect;
		if (!foreignKeys) await transactions.setForeignKeys(this.database, false);
		await transactions.begin(this.database);
		await this.database.execute(sql);
		await transactions.commit(this.database);
		if (!foreignKeys) await transactions.setForeignKeys(this.database, true);
	}

	async rows(sql: string) {
		return (await this.database.query(sql)).rows;
	}
}
