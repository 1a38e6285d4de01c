import type { Database } from '../database.ts';
import { findMigration } from '../migration/revisions.ts';
import { failure, success, type Outcome, type Problem } from '../problem.ts';
import type { Change } from '../schema/change.ts';
import { sameMeaning } from '../schema/compare.ts';
import { objectKey, type Schema } from '../schema/model.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { changesTold } from './changes-told.ts';
import { wordsOf } from './generate.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { checkLedger } from './ledger-problems.ts';
import { ledgerFor } from './move.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { replay, type ReplayOptions } from './replay.ts';
import { withoutProvided } from './without-provided.ts';

/** How the structure of a database differs from what the folder makes at the revisions that are applied. */
export type Drift =
	| { readonly kind: 'none' }
	| {
			readonly kind: 'drifted';
			/** What somebody has done to the database beside the folder. */
			readonly changes: readonly Change[];
			/** Each change in plain words. */
			readonly words: readonly string[];
			/** What the folder makes, and what is there: only the objects that differ. */
			readonly expected: Schema;
			readonly present: Schema;
	  }
	/** Nobody can tell, and why. */
	| { readonly kind: 'unknown'; readonly problem: Problem };

/**
 * Compares the database with what its folder makes: the applied migrations are run on an empty database and the structures of both
 * are compared. The database is afterwards as it was. Must be called outside a transaction.
 */
export async function drift(context: RunContext, openSecond: () => Promise<Database>): Promise<Drift> {
	const expected = await expectedSchema(context, openSecond);
	return expected.ok
		? driftFrom(context.database, expected.value)
		: { kind: 'unknown', problem: expected.problems[0]! };
}

/** The structure that the folder makes at the revisions that are applied, where that can be told. */
export async function expectedSchema(
	context: RunContext,
	openSecond: () => Promise<Database>,
	options: ReplayOptions = {}
): Promise<Outcome<Schema>> {
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return ledger;
	const hindrance = hindranceOf(context, ledger.value);
	if (hindrance) return failure(hindrance);
	const { schemas, problem } = await replay(context, [appliedOf(ledger.value)], openSecond, options);
	const [schema] = schemas;
	return schema ? success(schema) : failure(explained(context, ledger.value, problem!));
}

/** How the database differs from a structure that is already known. */
export async function driftFrom(database: Database, expected: Schema): Promise<Drift> {
	const [from, to] = withoutOtherLedgers(expected, await presentSchema(database));
	const changes = changesTold(database.dialect.renderer, from, to, []);
	if (changes.length === 0) return { kind: 'none' };
	return {
		kind: 'drifted',
		changes,
		words: wordsOf(database.dialect, changes),
		expected: without(from, to),
		present: without(to, from)
	};
}

/** The structure of a database, as far as it can be compared with what a folder makes. */
export async function presentSchema(database: Database): Promise<Schema> {
	return withoutProvided(database, await database.dialect.inspector.inspect(database));
}

/** The objects of a schema that the other one does not have in the same meaning. */
function without({ objects }: Schema, other: Schema): Schema {
	const known = new Map(other.objects.map((object) => [objectKey(object), object]));
	return {
		objects: objects.filter((object) => {
			const twin = known.get(objectKey(object));
			return twin === undefined || !sameMeaning(object, twin);
		})
	};
}

/** A step that stopped midway has made what no folder makes. */
export function hindranceOf({ graph }: RunContext, ledger: readonly LedgerEntry[]): Problem | undefined {
	return checkLedger(graph, ledger).find(({ code }) => code === 'partial-step');
}

/** Where a file is gone, that is why the rest does not run. */
export function explained({ graph }: RunContext, ledger: readonly LedgerEntry[], problem: Problem): Problem {
	const gone = ledger.some(({ revision }) => !findMigration(graph, revision));
	const missing = checkLedger(graph, ledger).find(({ code }) => code === 'applied-file-missing');
	return gone && missing && problem.code === 'replay-refused' ? missing : problem;
}
