import type { Database } from '../database.ts';
import type { Trial, TrialMoment } from '../dialects/dialect.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import { countRows } from '../rows/count-rows.ts';
import { differs, tableFates, tableNames } from '../rows/table-fates.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { Change } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { downgrade, ledgerFor, upgrade } from './move.ts';
import { runToEnd } from './run-to-end.ts';

/**
 * What a migration is, seen from its round trip: `reversible` where schema and rows come back, `schemaOnly` where the schema
 * does and there were no rows to tell, `lossy` where the schema does and values do not, `irreversible` where the schema does
 * not, and `refused` where it does not go the first way.
 */
export type Verdict = 'reversible' | 'schemaOnly' | 'lossy' | 'irreversible' | 'refused';

/** The round trip of one migration. */
export interface RoundTrip {
	readonly revision: string;
	/** The directions gone, in order: there, back and there again. Applied migrations go down first. */
	readonly way: readonly Direction[];
	readonly verdict: Verdict;
	/** What differs in the schema from before the trip or, there again, from after its first half. */
	readonly changes: readonly Change[];
	/** What became of the rows by going there and back. */
	readonly tables: readonly TableFates[];
	/** Why it could not go on, where a direction was refused or is missing. */
	readonly problem?: Problem;
}

/** What came of the round trips of a folder. */
export interface RoundTrips {
	/** In the folder's order. */
	readonly trips: readonly RoundTrip[];
	/** Why none was made, where the folder or the ledger is not in order. */
	readonly problems: readonly Problem[];
}

/**
 * Takes every migration of the folder there, back and there again, on the rows that are in the database: those that are not
 * applied upwards in their order, those that are applied downwards from the top. It ends early in each of the two where a step
 * is refused, as nothing can be said of those beyond. Nothing of it stays.
 */
export async function roundTrip(
	context: RunContext,
	onTrip: (trip: RoundTrip) => void = () => {}
): Promise<RoundTrips> {
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return { trips: [], problems: ledger.problems };
	return roundTripsBy(
		context,
		{
			applied: new Set(appliedOf(ledger.value)),
			step: (database, migration, direction) => step({ ...context, database }, migration, direction),
			// What a downgrade has put aside is there to be brought back, and no difference.
			seen: withoutStashes,
			touching: ({ up, down }) => `${up.sql}\n${down?.sql ?? ''}`
		},
		onTrip
	);
}

/** How the migrations of a folder are run, whichever toolchain does it. */
export interface Vehicle {
	readonly applied: ReadonlySet<string>;
	/** Runs one migration on a database; what stopped it, if anything did. */
	step(database: Database, migration: Migration, direction: Direction): Promise<Problem | undefined>;
	/** What counts of a structure. */
	seen(schema: Schema): Schema;
	/** Statements that name the tables that a migration may touch. */
	touching(migration: Migration, schema: Schema): string;
}

/** The same, with migrations that are run in another way. */
export async function roundTripsBy(
	context: RunContext,
	vehicle: Vehicle,
	onTrip: (trip: RoundTrip) => void = () => {}
): Promise<RoundTrips> {
	const { applied } = vehicle;
	const { migrations } = context.graph;
	const trips: RoundTrip[] = [];
	const tell = (trip: RoundTrip) => {
		trips.push(trip);
		onTrip(trip);
	};
	const down = migrations.filter(({ revision }) => applied.has(revision)).toReversed();
	await each(context, vehicle, down, ['downgrade', 'upgrade', 'downgrade'], tell);
	const up = migrations.filter(({ revision }) => !applied.has(revision));
	await each(context, vehicle, up, ['upgrade', 'downgrade', 'upgrade'], tell);
	return { trips: inOrder(trips, migrations), problems: [] };
}

type Way = readonly [Direction, Direction, Direction];

async function each(
	context: RunContext,
	vehicle: Vehicle,
	migrations: readonly Migration[],
	way: Way,
	tell: (trip: RoundTrip) => void
): Promise<void> {
	if (migrations.length === 0) return;
	const { database } = context;
	// Each step is committed, as it is when it really runs: what one has made, another may use only then.
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		const traveller = new Traveller(vehicle, trial);
		for (const migration of migrations) {
			if (context.signal?.aborted) return;
			const trip = await traveller.go(migration, way);
			tell(trip);
			if (trip.problem) return;
		}
	} finally {
		await trial.end();
	}
}

/** Goes one migration after another on one trial. */
class Traveller {
	readonly #vehicle: Vehicle;
	readonly #trial: Trial;

	constructor(vehicle: Vehicle, trial: Trial) {
		this.#vehicle = vehicle;
		this.#trial = trial;
	}

	async go(migration: Migration, way: Way): Promise<RoundTrip> {
		const [there, back] = way;
		const { revision } = migration;
		const step = (direction: Direction) => this.#vehicle.step(this.#trial.database, migration, direction);
		const start = await this.#moment(migration);
		const first = await step(there);
		if (first) return { revision, way: [there], verdict: 'refused', changes: [], tables: [], problem: first };
		const half = await this.#moment(migration);
		const second = await step(back);
		if (second) {
			const gone = { revision, way: [there, back], changes: [], tables: [], problem: second };
			return { ...gone, verdict: 'irreversible' };
		}
		const returned = await this.#difference(start);
		const third = await step(there);
		if (third) {
			return { revision, way, verdict: 'irreversible', ...returned, problem: third };
		}
		const again = await this.#difference(half);
		const changes = [...returned.changes, ...again.changes];
		const tables = returned.tables.some(differs) ? returned.tables : again.tables;
		const verdict = await this.#verdict(changes, tables, start);
		return { revision, way, verdict, changes, tables };
	}

	async #verdict(
		changes: readonly Change[],
		tables: readonly TableFates[],
		{ rows }: Point
	): Promise<Verdict> {
		if (changes.length > 0) return 'irreversible';
		if (tables.some(differs)) return 'lossy';
		return rows > 0 ? 'reversible' : 'schemaOnly';
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

	async #difference({ schema, moment }: Point): Promise<Pick<RoundTrip, 'changes' | 'tables'>> {
		const now = await this.#look();
		const changes = compareSchemas(schema, now, { renames: [] });
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

/** Runs the migration with the engine; what stopped it, if anything did. */
async function step(
	context: RunContext,
	{ revision, file }: Migration,
	direction: Direction
): Promise<Problem | undefined> {
	const inner: RunContext = omitObserver(context);
	const run = direction === 'upgrade' ? upgrade(inner, revision) : downgrade(inner, `${revision}-1`);
	const result = await runToEnd(run);
	if (result.status === 'applied') return undefined;
	const [problem] = result.problems.filter(({ severity }) => severity === 'error');
	return (
		problem ?? {
			code: 'round-trip-stopped',
			severity: 'error',
			message: `${file} could not be run in the direction ${direction}.`,
			hint: 'Run it by itself to see why.',
			file
		}
	);
}

function omitObserver({ observer: _observer, onRefusal: _onRefusal, ...rest }: RunContext): RunContext {
	return rest;
}

function inOrder(trips: readonly RoundTrip[], migrations: readonly Migration[]): readonly RoundTrip[] {
	const place = new Map(migrations.map(({ revision }, at) => [revision, at]));
	return trips.toSorted((a, b) => (place.get(a.revision) ?? 0) - (place.get(b.revision) ?? 0));
}
