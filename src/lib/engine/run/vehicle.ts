import type { Database } from '../database.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import { failure, success, type Outcome } from '../problem.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { stuckStep } from './ledger-problems.ts';
import { ledgerFor } from './move.ts';
import { singleStep } from './single-step.ts';

/** How the migrations of a folder are run on a trial, whichever toolchain does it. */
export interface Vehicle {
	/** What a database says is applied, unless the folder has errors or nobody can read it. */
	ledger(database: Database): Promise<Outcome<readonly LedgerEntry[]>>;
	/** Runs one migration on a database and no other; what stopped it, if anything did. */
	step(database: Database, migration: Migration, direction: Direction): Promise<Outcome<Ran>>;
	/** What counts of a structure. */
	seen(schema: Schema): Schema;
	/** Statements that name every table that a migration may touch. */
	touching(migration: Migration, schema: Schema): string;
	/** Statements that name the tables that it works on: those it has run, where they do not stand in its file. */
	workingOn(migration: Migration): string;
	/** Whether it may be insisted on that what a row points at is there. */
	foreignKeys(database: Database): Promise<boolean>;
	/** Whether all of these can be tried in one transaction, which is undone far faster than what is committed. */
	sharesTransaction(migrations: readonly Migration[]): boolean;
}

/** A migration that was run. */
export interface Ran {
	/** What it said to the database. */
	readonly statements: readonly string[];
}

/** The engine itself runs them. */
export function engineVehicle({
	observer: _observer,
	onRefusal: _onRefusal,
	rows: _rows,
	...context
}: RunContext): Vehicle {
	return {
		ledger: (database) => ledgerFor({ ...context, database }),
		async step(database, { revision }, direction) {
			const went = await singleStep({ ...context, database }, direction, revision);
			return went.ok ? success({ statements: went.value.statements.map(({ sql }) => sql) }) : went;
		},
		// What a downgrade has put aside is there to be brought back, and no difference.
		seen: withoutStashes,
		touching: textOf,
		workingOn: textOf,
		foreignKeys: (database) => database.dialect.transactions.foreignKeys(database),
		sharesTransaction: (migrations) =>
			migrations.every(({ up, down }) => up.transaction && (down?.transaction ?? true))
	};
}

/** The ledger from which trials begin, unless there is none to go by or a step in it stopped midway. */
export async function trialLedger(
	vehicle: Vehicle,
	{ database, graph }: RunContext
): Promise<Outcome<readonly LedgerEntry[]>> {
	const ledger = await vehicle.ledger(database);
	const stuck = ledger.ok && stuckStep(graph, ledger.value);
	return stuck ? failure(stuck) : ledger;
}

function textOf({ up, down }: Migration): string {
	return `${up.sql}\n${down?.sql ?? ''}`;
}
