import type { Trial } from '../dialects/dialect.ts';
import type { Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { edgeTrips, type EdgeTrip } from './edge-trips.ts';
import type { Replay } from './replay.ts';
import { Traveller, type MadeByUpgrades, type Trip, type Way } from './traveller.ts';
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
 * early in each of the two at one that is refused at once, as nothing can be said of those beyond. Nothing of it stays. The engine
 * runs them unless another vehicle does. `replay` upgrades an empty database to some revisions, then to others: by it a migration
 * that is applied is blamed for what its downgrade leaves, and those below it are not.
 */
export async function roundTrip(
	context: RunContext,
	vehicle: Vehicle = engineVehicle(context),
	replay?: (stops: readonly ReadonlySet<string>[]) => Promise<Replay>
): Promise<RoundTrips> {
	const ledger = await trialLedger(vehicle, context);
	if (!ledger.ok) return { trips: [], problems: ledger.problems };
	const applied = appliedOf(ledger.value);
	const { migrations } = context.graph;
	const down = migrations.filter(({ revision }) => applied.has(revision)).toReversed();
	const up = migrations.filter(({ revision }) => !applied.has(revision));
	const made = replay && down.length > 0 ? await madeBelow(down.toReversed(), vehicle, replay) : new Map();
	const travelled = async (passed: readonly Migration[], way: Way) => {
		const trips = await onOwnRows(context, vehicle, { passed, way, made });
		const whole = new Set(
			[...trips.values()].filter((trip) => !trip.problem).map(({ revision }) => revision)
		);
		return withEdges(
			trips,
			await edgeTrips(context, vehicle, { migrations: passed, whole, direction: way[0] })
		);
	};
	const trips = new Map([
		...(await travelled(down, ['downgrade', 'upgrade', 'downgrade'])),
		...(await travelled(up, ['upgrade', 'downgrade', 'upgrade']))
	]);
	return { trips: migrations.flatMap(({ revision }) => trips.get(revision) ?? []), problems: [] };
}

/** What upgrades alone make before and after each migration, by its revision, as far as they go. */
async function madeBelow(
	migrations: readonly Migration[],
	vehicle: Vehicle,
	replay: (stops: readonly ReadonlySet<string>[]) => Promise<Replay>
): Promise<ReadonlyMap<string, MadeByUpgrades>> {
	const ids = migrations.map(({ revision }) => revision);
	const stops = [[], ...ids.map((_, at) => ids.slice(0, at + 1))];
	const { schemas } = await replay(stops.map((stop) => new Set(stop)));
	const [empty, ...seen] = schemas.map((schema) => vehicle.seen(schema));
	return new Map(
		seen.flatMap((start, at) => {
			const turn = seen[at - 1] ?? empty;
			return turn ? [[ids[at] ?? '', { start, turn }] as const] : [];
		})
	);
}

function withEdges(
	trips: ReadonlyMap<string, RoundTrip>,
	edges: ReadonlyMap<string, EdgeTrip>
): ReadonlyMap<string, RoundTrip> {
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
	{ passed, way, made }: Passing
): Promise<Map<string, RoundTrip>> {
	const trips = new Map<string, RoundTrip>();
	if (passed.length === 0) return trips;
	let trial = await beginTrial(context);
	try {
		let traveller = new Traveller(vehicle, trial);
		for (const [at, migration] of passed.entries()) {
			if (context.signal?.aborted) break;
			const { revision } = migration;
			const trip = await traveller.go(migration, way, made.get(revision));
			trips.set(revision, { revision, ...trip });
			// Nobody can tell what is beyond one that cannot be passed.
			if (trip.problem && trip.way.length === 1) break;
			if (!trip.problem && (way[0] === 'downgrade' || trip.changes.length === 0)) continue;
			// What this one's way back has left, or could not do, is nothing of those beyond it.
			await trial.end();
			trial = await beginTrial(context);
			traveller = new Traveller(vehicle, trial);
			for (const one of passed.slice(0, at + 1)) await traveller.step(one, way[0]);
		}
	} finally {
		await trial.end();
	}
	return trips;
}

interface Passing {
	readonly passed: readonly Migration[];
	readonly way: Way;
	readonly made: ReadonlyMap<string, MadeByUpgrades>;
}

/** Each step is committed, as it is when it really runs: what one has made, another may use only then. */
function beginTrial({ database }: RunContext): Promise<Trial> {
	return database.dialect.trial(database, { inTransactions: false });
}
