import type { Trial } from '../dialects/dialect.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { PlantedRows } from '../rows/edge-rows.ts';
import type { RunContext } from './context.ts';
import { Traveller, type Trip } from './traveller.ts';
import type { Vehicle } from './vehicle.ts';

/** A round trip with made-up rows beside those that are there. */
export interface EdgeTrip extends Trip {
	/** What was put into which table before it. */
	readonly planted: readonly PlantedRows[];
}

/** What is passed, and what of it is tried. */
interface Passage {
	readonly migrations: readonly Migration[];
	readonly whole: ReadonlySet<string>;
	readonly direction: Direction;
}

const way = ['upgrade', 'downgrade', 'upgrade'] as const;

/**
 * Takes each migration up, down and up again with rows in its tables that try the edges of their columns, by revision. The
 * migrations are next to each other and in the order in which `direction` passes them; those that are not `whole`, as they
 * do not go through on the rows that are there, are only passed. The rows are put in below a migration: what a table or a column holds that it has made cannot outlive its
 * downgrade. One without a table to put rows into is left out. Nothing of it stays.
 */
export async function edgeTrips(
	context: RunContext,
	vehicle: Vehicle,
	{ migrations, whole, direction }: Passage
): Promise<ReadonlyMap<string, EdgeTrip>> {
	const trips = new Map<string, EdgeTrip>();
	const ground = new Ground(context, vehicle, migrations, direction);
	try {
		for (const migration of migrations) {
			if (context.signal?.aborted) break;
			if (!whole.has(migration.revision)) {
				// The next one is reached anew.
				await ground.end();
				continue;
			}
			const trip = await ground.go(migration);
			if (trip) trips.set(migration.revision, trip);
		}
	} finally {
		await ground.end();
	}
	return trips;
}

/** Where the trips are made: one trial after another, as few as will do. */
class Ground {
	readonly #context: RunContext;
	readonly #vehicle: Vehicle;
	readonly #migrations: readonly Migration[];
	readonly #direction: Direction;
	/** Whether every step can be tried in one transaction, which is undone far faster than what is committed. */
	readonly #inTransactions: boolean;
	#trial: Trial | undefined;
	#traveller: Traveller | undefined;

	constructor(context: RunContext, vehicle: Vehicle, migrations: readonly Migration[], direction: Direction) {
		this.#context = context;
		this.#vehicle = vehicle;
		this.#migrations = migrations;
		this.#direction = direction;
		this.#inTransactions = vehicle.sharesTransaction(migrations);
	}

	/** Undefined where there is no row to go with; the migration is passed then. */
	async go(migration: Migration): Promise<EdgeTrip | undefined> {
		const trip = await this.#go(migration, this.#inTransactions);
		if (!trip?.problem) return trip;
		// Rows that stop one migration would stop all that come after it.
		await this.end();
		if (!this.#inTransactions) return trip;
		// What is refused in a transaction of many steps may work where each is committed.
		const again = await this.#go(migration, false);
		await this.end();
		return again;
	}

	async #go(migration: Migration, inTransactions: boolean): Promise<EdgeTrip | undefined> {
		const traveller = await this.#reach(migration, inTransactions);
		if (this.#direction === 'downgrade') await traveller.step(migration, 'downgrade');
		const planted = await traveller.plant(migration);
		if (planted.every(({ rows }) => rows === 0)) {
			if (this.#direction === 'upgrade') await traveller.step(migration, 'upgrade');
			return undefined;
		}
		const trip = await traveller.go(migration, way);
		if (this.#direction === 'downgrade' && !trip.problem) await traveller.step(migration, 'downgrade');
		return { ...trip, planted };
	}

	/** Where all migrations before this one have been passed. */
	async #reach(migration: Migration, inTransactions: boolean): Promise<Traveller> {
		if (this.#traveller) return this.#traveller;
		const { database } = this.#context;
		this.#trial = await database.dialect.trial(database, { inTransactions });
		this.#traveller = new Traveller(this.#vehicle, this.#trial);
		const passed = this.#migrations.slice(0, this.#migrations.indexOf(migration));
		for (const earlier of passed) await this.#traveller.step(earlier, this.#direction);
		return this.#traveller;
	}

	async end(): Promise<void> {
		await this.#trial?.end();
		this.#trial = undefined;
		this.#traveller = undefined;
	}
}
