import { DatabaseError, type Database } from '../database.ts';
import type { RenderOptions } from '../dialects/dialect.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Change, Rename } from '../schema/change.ts';
import { objectKey, type Schema } from '../schema/model.ts';
import { NoOrderError } from '../schema/no-order.ts';
import type { RenderedMigration } from '../schema/script.ts';
import { unitsOf, type Unit } from '../schema/units.ts';
import { changesTold } from './changes-told.ts';
import { withoutProvided } from './without-provided.ts';

/** One of several migrations that a large change is split into. */
export interface MigrationPart {
	readonly changes: readonly Change[];
	readonly migration: RenderedMigration;
}

/** What a split needs to know. */
export interface Splitting {
	readonly database: Database;
	/** Both without what the project has from the beginning. */
	readonly present: Schema;
	readonly desired: Schema;
	readonly options: RenderOptions;
	/** An empty database to try the parts on; it is closed again. */
	readonly openShadow: () => Promise<Database>;
}

/**
 * The change from one schema to the other as several migrations, one unit of change each, in an order in which they run.
 * Each has run up, down and up again on a shadow, after those before it; all of them together give the desired schema, and
 * all of them back the present one. What does not stand alone goes along with the next; where that does not
 * help, there is one part: the whole.
 */
export async function splitMigration(splitting: Splitting): Promise<readonly MigrationPart[]> {
	const shadow = await splitting.openShadow();
	try {
		const parts = await partsOn(shadow, splitting);
		return parts !== undefined && parts.length > 1 ? parts : [whole(shadow, splitting)];
	} finally {
		await shadow.close();
	}
}

function whole({ dialect }: Database, { present, desired, options }: Splitting): MigrationPart {
	return part(dialect.renderer, present, desired, options);
}

async function partsOn(
	shadow: Database,
	{ database, present, desired, options }: Splitting
): Promise<readonly MigrationPart[] | undefined> {
	const { renderer, inspector } = shadow.dialect;
	await shadow.execute(renderer.renderSchema(present));
	const units = unitsOf(
		{ schema: present, nodes: renderer.objectNodes(present) },
		{ schema: desired, nodes: renderer.objectNodes(desired) },
		options.renames
	);
	const parts: MigrationPart[] = [];
	let from = present;
	let held: Unit[] = [];
	for (const unit of units) {
		held.push(unit);
		const to = patched(from, held, desired);
		const renames = held.flatMap((one): readonly Rename[] => one.renames);
		const next = partIfAny(renderer, from, to, { ...options, renames });
		if (next === undefined || !(await stands(shadow, next.migration))) continue;
		// Units may only have followed a rename of another one.
		if (next.changes.length > 0) parts.push(next);
		from = to;
		held = [];
	}
	if (held.length > 0) return undefined;
	const now = async () => withoutProvided(database, await inspector.inspect(shadow));
	if (compareSchemas(await now(), desired).length > 0) return undefined;
	for (const { migration } of parts.toReversed()) await shadow.execute(migration.downgrade.sql);
	return compareSchemas(await now(), present).length === 0 ? parts : undefined;
}

function part(
	renderer: Database['dialect']['renderer'],
	from: Schema,
	to: Schema,
	options: RenderOptions
): MigrationPart {
	return {
		changes: changesTold(renderer, from, to, options.renames),
		migration: renderer.renderMigration(from, to, options)
	};
}

/** The same; undefined where no order of statements makes this of it. */
function partIfAny(...span: Parameters<typeof part>): MigrationPart | undefined {
	try {
		return part(...span);
	} catch (error) {
		if (error instanceof NoOrderError) return undefined;
		throw error;
	}
}

/** A schema with the objects of these units as they will be. */
function patched({ objects }: Schema, units: readonly Unit[], desired: Schema): Schema {
	const keys = new Set(units.flatMap((unit) => unit.keys));
	const isMeant = (object: Schema['objects'][number]) => keys.has(objectKey(object));
	const all = [...objects.filter((object) => !isMeant(object)), ...desired.objects.filter(isMeant)];
	return { objects: all.sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1)) };
}

/** Whether a migration runs up, down and up again; the database is as before where it does not. */
async function stands(shadow: Database, { upgrade, downgrade }: RenderedMigration): Promise<boolean> {
	await shadow.execute('SAVEPOINT updown_part');
	try {
		for (const { sql } of [upgrade, downgrade, upgrade]) await shadow.execute(sql);
		await shadow.execute('RELEASE updown_part');
		return true;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		await shadow.execute('ROLLBACK TO updown_part');
		return false;
	}
}
