import type { Trial } from '../dialects/dialect.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { edgeTrips, type EdgeTrip } from './edge-trips.ts';
import { Traveller, type Trip, type Way } from './traveller.ts';
import { engineVehicle, trialLedger, type Vehicle } from './vehicle.ts';

/** The round trip of one migration on the rows that are there. Applied migrations go down first. */
export interface RoundTrip extends Trip {
	readonly revision: string;
	/** Up, down and up once more with edge rows beside them; absent where its tables are not there before it. */
	readonly edges?: EdgeTrip;
}

/** What came of the round trips of a folder. */
export interface RoundTrips {
	/** In the folder's order. */
	readonly trips: readonly RoundTrip[];
	/** Why none was made, where the folder or the ledger is not in order. */
	readonly problems: readonly Problem[];
}

/**
 * Takes every migration of the folder there, back and there again, on the rows that are in the database, and then with edge
 * rows beside them: those that are not applied upwards in their order, those that are applied downwards from the top. It ends
 * early in each of the two where a step is refused, as nothing can be said of those beyond. Nothing of it stays. The engine
 * runs them unless another vehicle does.
 */
export async function roundTrip(
	context: RunContext,
	vehicle: Vehicle = engineVehicle(context)
): Promise<RoundTrips> {
	const ledger = await trialLedger(vehicle, context);
	if (!ledger.ok) return { trips: [], problems: ledger.problems };
	const applied = appliedOf(ledger.value);
	const { migrations } = context.graph;
	const down = migrations.filter(({ revision }) => applied.has(revision)).toReversed();
	const up = migrations.filter(({ revision }) => !applied.has(revision));
	const travelled = async (passed: readonly Migration[], way: Way) => {
		const trips = await onOwnRows(context, vehicle, passed, way);
		return withEdges(trips, passed, way, (whole, direction) => edgeTrips(context, vehicle, whole, direction));
	};
	const trips = new Map([
		...(await travelled(down, ['downgrade', 'upgrade', 'downgrade'])),
		...(await travelled(up, ['upgrade', 'downgrade', 'upgrade']))
	]);
	return { trips: migrations.flatMap(({ revision }) => trips.get(revision) ?? []), problems: [] };
}

/** Tries migrations, which one direction passes in this order, with edge rows; gives the trips by revision. */
type TryEdges = (
	migrations: readonly Migration[],
	direction: Direction
) => Promise<ReadonlyMap<string, EdgeTrip>>;

async function withEdges(
	trips: ReadonlyMap<string, RoundTrip>,
	passed: readonly Migration[],
	way: Way,
	tryEdges: TryEdges
): Promise<ReadonlyMap<string, RoundTrip>> {
	const whole = passed.filter(({ revision }) => trips.get(revision)?.way.length === way.length);
	const edges = await tryEdges(whole, way[0]);
	return new Map(
		[...trips].map(([revision, trip]) => {
			const found = edges.get(revision);
			return [revision, found ? { ...trip, edges: found } : trip];
		})
	);
}

async function onOwnRows(
	context: RunContext,
	vehicle: Vehicle,
	migrations: readonly Migration[],
	way: Way
): Promise<Map<string, RoundTrip>> {
	const trips = new Map<string, RoundTrip>();
	if (migrations.length === 0) return trips;
	const trial = await beginTrial(context);
	try {
		const traveller = new Traveller(vehicle, trial);
		for (const migration of migrations) {
			if (context.signal?.aborted) break;
			const { revision } = migration;
			const trip = await traveller.go(migration, way);
			trips.set(revision, { revision, ...trip });
			if (trip.problem) break;
		}
	} finally {
		await trial.end();
	}
	return trips;
}

/** Each step is committed, as it is when it really runs: what one has made, another may use only then. */
function beginTrial({ database }: RunContext): Promise<Trial> {
	return database.dialect.trial(database, { inTransactions: false });
}
