import type { Trial, TrialMoment } from '../dialects/dialect.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { countRows } from '../rows/count-rows.ts';
import { plantEdgeRows, type PlantedRows } from '../rows/edge-rows.ts';
import { differs, tableFates, tableNames } from '../rows/table-fates.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { Change } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Schema } from '../schema/model.ts';
import { sameValue } from '../schema/patch.ts';
import type { Vehicle } from './vehicle.ts';
import type { Verdict } from './verdict.ts';

/** The directions of a round trip: there, back and there again. */
export type Way = readonly [Direction, Direction, Direction];

/** What came of taking one migration there, back and there again. */
export interface Trip {
	/** The directions gone, in order. */
	readonly way: readonly Direction[];
	readonly verdict: Verdict;
	/** What differs in the schema from before the trip, there again from after its first half, or from what upgrades make. */
	readonly changes: readonly Change[];
	/** What became of the rows by going there and back. */
	readonly tables: readonly TableFates[];
	/** Why it could not go on, where a direction was refused or is missing. */
	readonly problem?: Problem;
}

/** The schemas that upgrades alone make where a trip starts and where it turns. */
export interface MadeByUpgrades {
	readonly start: Schema;
	readonly turn: Schema;
}

/** Goes one migration after another on one trial. */
export class Traveller {
	readonly #vehicle: Vehicle;
	readonly #trial: Trial;

	constructor(vehicle: Vehicle, trial: Trial) {
		this.#vehicle = vehicle;
		this.#trial = trial;
	}

	/** Puts rows that try the edges of columns into the tables that the migration works on. */
	async plant(migration: Migration): Promise<readonly PlantedRows[]> {
		const schema = await this.#look();
		return plantEdgeRows(this.#trial.database, schema, this.#vehicle.workingOn(migration));
	}

	/**
	 * There, back and there again, as far as it goes. Where it is known what upgrades make, the schema is compared with that, so
	 * that what an earlier trip has left is nothing of this one's.
	 */
	async go(migration: Migration, way: Way, made?: MadeByUpgrades): Promise<Trip> {
		const start = await this.#moment(migration);
		try {
			return await this.#goFrom(start, migration, way, made);
		} finally {
			await start.moment.forget();
		}
	}

	async #goFrom(start: Point, migration: Migration, way: Way, made?: MadeByUpgrades): Promise<Trip> {
		const [there, back] = way;
		const known = made ? changesBetween(made.start, start.schema) : [];
		const atStart = { schema: made?.start ?? start.schema, known };
		const nothing = { changes: [], tables: [] };
		const first = await this.step(migration, there);
		if (first) return { way: [there], verdict: 'refused', ...nothing, problem: first };
		const half = await this.#moment(migration);
		try {
			const second = await this.step(migration, back);
			if (second) return { way: [there, back], verdict: 'irreversible', ...nothing, problem: second };
			const atTurn = { schema: made?.turn ?? half.schema, known };
			const turned = changesBeyond(atTurn, half.schema);
			const returned = await this.#difference(start, atStart);
			const third = await this.step(migration, there);
			if (third) return { way, verdict: 'irreversible', ...returned, problem: third };
			const again = await this.#difference(half, atTurn);
			const changes = distinct([...turned, ...returned.changes, ...again.changes]);
			const tables = returned.tables.some(differs) ? returned.tables : again.tables;
			return { way, verdict: verdictOf(changes, tables, start), changes, tables };
		} finally {
			await half.moment.forget();
		}
	}

	/** Runs the migration in that direction; what stopped it, if anything did. */
	async step(migration: Migration, direction: Direction): Promise<Problem | undefined> {
		const went = await this.#vehicle.step(this.#trial.database, migration, direction);
		return went.ok ? undefined : went.problems[0];
	}

	async #look(): Promise<Schema> {
		const { database } = this.#trial;
		return this.#vehicle.seen(await database.dialect.inspector.inspect(database));
	}

	async #moment(migration: Migration): Promise<Point> {
		const { database } = this.#trial;
		const schema = await this.#look();
		const sql = this.#vehicle.touching(migration, schema);
		const counts = await countRows(database, schema);
		const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
		return { schema, rows, moment: await this.#trial.moment(sql) };
	}

	async #difference({ schema, moment }: Point, wanted: Wanted): Promise<Pick<Trip, 'changes' | 'tables'>> {
		const now = await this.#look();
		const changes = changesBeyond(wanted, now);
		const tables = await tableFates(await moment.sides([]), {
			before: tableNames(schema),
			after: tableNames(now)
		});
		return { changes, tables };
	}
}

/** A moment with what is needed to compare it with another. */
interface Point {
	readonly schema: Schema;
	/** In all tables together. */
	readonly rows: number;
	readonly moment: TrialMoment;
}

/** What the schema should be, and what of it was not so before the trip. */
interface Wanted {
	readonly schema: Schema;
	readonly known: readonly Change[];
}

function changesBetween(from: Schema, to: Schema): readonly Change[] {
	return compareSchemas(from, to, { renames: [] });
}

function changesBeyond({ schema, known }: Wanted, now: Schema): readonly Change[] {
	return changesBetween(schema, now).filter((change) => !known.some((one) => sameValue(one, change)));
}

function distinct(changes: readonly Change[]): readonly Change[] {
	return changes.filter((change, at) => changes.findIndex((one) => sameValue(one, change)) === at);
}

function verdictOf(changes: readonly Change[], tables: readonly TableFates[], { rows }: Point): Verdict {
	if (changes.length > 0) return 'irreversible';
	if (tables.some(differs)) return 'lossy';
	return rows > 0 ? 'reversible' : 'schemaOnly';
}
