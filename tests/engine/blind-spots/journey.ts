import { expect } from 'vitest';
import type { Database, DialectName, Rename } from '../../../src/lib/engine/index.ts';
import { autogenerate } from '../../../src/lib/engine/run/index.ts';
import { openDatabase } from '../../../src/lib/engine/index.ts';
import { generatedSteps } from '../laws/generated-steps.ts';
import { rigs } from '../laws/rigs.ts';

interface Asked {
	/** The schema before, with what rows there are. */
	readonly before: string;
	readonly rows?: string;
	/** What schema.sql says. */
	readonly after: string;
	readonly renames?: readonly Rename[];
}

/** A migration that autogenerate has written, with the database it is for. */
export interface Journey {
	readonly words: readonly string[];
	readonly warnings: readonly string[];
	/** The renames it asks about. */
	readonly asked: readonly Rename[];
	readonly sql: { readonly upgrade: string; readonly downgrade: string };
	readonly query: (sql: string) => Promise<readonly (readonly unknown[])[]>;
	/** Runs the upgrade; the catalog must then say what it says of schema.sql, and autogenerate find nothing to do. */
	readonly up: () => Promise<void>;
	/** Runs the downgrade; the catalog must say what it said before. */
	readonly down: () => Promise<void>;
	readonly database: Database;
}

/** Asks autogenerate for the way from one schema to the other on a database with rows. */
export async function journey(
	dialect: DialectName,
	{ before, rows = '', after, renames = [] }: Asked
): Promise<Journey> {
	const rig = rigs[dialect];
	const wanted = await rig.open(true);
	await wanted.execute(after);
	const later = await rig.fingerprint(wanted);
	await rig.close(wanted);
	const database = await rig.open(true);
	await database.execute(before);
	const earlier = await rig.fingerprint(database);
	await database.execute(rows);
	const ask = () => autogenerate(database, { desired: after, renames }, () => openDatabase(dialect));
	const reply = await ask();
	if (reply.kind !== 'changes') throw new Error(`autogenerate says ${JSON.stringify(reply)}`);
	const { migration, words, suggestions } = reply;
	const steps = generatedSteps(database, migration);
	return {
		words,
		warnings: migration.warnings,
		asked: suggestions.map(({ rename }) => rename),
		sql: { upgrade: migration.upgrade.sql, downgrade: migration.downgrade.sql },
		query: async (sql) => (await database.query(sql)).rows,
		database,
		async up() {
			expect(await steps.upgrade()).toMatchObject({ status: 'applied' });
			expect(await rig.fingerprint(database)).toBe(later);
			expect(await ask()).toEqual({ kind: 'equal' });
		},
		async down() {
			expect(await steps.downgrade()).toMatchObject({ status: 'applied' });
			expect(await rig.fingerprint(database)).toBe(earlier);
		}
	};
}
