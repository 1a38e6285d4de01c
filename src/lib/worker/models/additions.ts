import type { Dialect } from '../../engine/dialects/dialect.ts';
import type { Change, Rename } from '../../engine/schema/change.ts';
import { earlierNames } from '../../engine/schema/earlier-names.ts';
import { emptySchema, objectKey, type Schema, type SchemaObject } from '../../engine/schema/model.ts';
import type { Addition } from '../../python/autogenerate.ts';
import { aspectOf } from './aspects.ts';
import { beforeChange } from './before-change.ts';
import type { TableNames } from './names.ts';

/** What additions are written from. */
export interface Wanted {
	readonly dialect: Dialect;
	/** What the models make. */
	readonly desired: Schema;
	/** What the database is once the rest has run; undefined where the rest does not run. */
	readonly after: Schema | undefined;
	readonly renames: readonly Rename[];
	readonly names: TableNames;
}

/** The changes to be written: those that were chosen, and those that can only be made together with one of them. */
export function withCompanions(
	missed: readonly Change[],
	isChosen: (change: Change) => boolean,
	wanted: Wanted
): readonly Change[] {
	const rebuilt = new Set(
		missed.filter((change) => isChosen(change) && needsRebuild(change, wanted)).map(tableIn)
	);
	return missed.filter((change) => isChosen(change) || rebuilt.has(tableIn(change) ?? ''));
}

/** Whether a change can be written now: a table that is built anew must be known as the rest leaves it. */
export function canBeWritten(change: Change, wanted: Wanted): boolean {
	return wanted.after !== undefined || !needsRebuild(change, wanted);
}

/** How changes that Alembic has missed are written: by directives of `op` where it has them, else as the SQL that makes them. */
export function additionsFor(changes: readonly Change[], wanted: Wanted): readonly Addition[] {
	const { dialect, desired } = wanted;
	const rebuilt = new Set(changes.filter((change) => needsRebuild(change, wanted)).map(tableIn));
	const directives: Addition[] = [];
	const statements: Change[] = [];
	for (const change of changes) {
		const directive = rebuilt.has(tableIn(change) ?? '') ? undefined : directiveFor(change, wanted);
		if (directive) directives.push(directive);
		else statements.push(change);
	}
	const rest = statements.filter((change) => !comesFirst(change));
	const middle = undone(desired, rest, wanted);
	return [
		...writtenFirst(dialect, statements.filter(comesFirst)),
		...directives,
		...written(dialect, middle, desired, false)
	];
}

function directiveFor(change: Change, { renames, names }: Wanted): Addition | undefined {
	const place = tableIn(change);
	const table = place === undefined ? undefined : names.pythonOf(place);
	if (table === undefined || !('table' in change)) return undefined;
	const { schema, table: name } = table;
	const where = { ...(schema !== undefined && { schema }), table: name };
	if (change.kind === 'alterColumn') {
		const aspect = aspectOf(change);
		const column = change.to.name;
		if (aspect === undefined) return undefined;
		// A default that no model gives, such as that of a number that counts up, is none to a directive.
		if (aspect === 'default' && change.to.default !== undefined && !table.defaults?.includes(column))
			return undefined;
		const before = earlierNames(renames);
		const tableBefore = names.pythonOf(before.table(change.table)) ?? table;
		const columnBefore = before.column(change.table, column);
		return {
			do: 'alterColumn',
			...where,
			column,
			tableBefore: tableBefore.table,
			columnBefore,
			aspects: [aspect]
		};
	}
	if (change.kind !== 'addConstraint' && change.kind !== 'dropConstraint') return undefined;
	const { constraint } = change;
	if (constraint.kind !== 'check' || constraint.name === undefined) return undefined;
	// Alembic reads these with a second meaning.
	if (/[%:\\]/.test(constraint.expression)) return undefined;
	const verb = change.kind === 'addConstraint' ? 'addCheck' : 'dropCheck';
	return { do: verb, ...where, name: constraint.name, condition: constraint.expression };
}

/** Whether the database has to build the table anew for it, and no directive has Alembic do so. */
function needsRebuild(change: Change, wanted: Wanted): boolean {
	if (wanted.dialect.capabilities.altersInPlace || tableIn(change) === undefined) return false;
	return directiveFor(change, wanted) === undefined;
}

/** The table inside of which a change is; undefined where it is one of a whole object. */
function tableIn(change: Change): string | undefined {
	return 'table' in change ? change.table : undefined;
}

/** Types and schemas must be there before the tables that use them. */
function comesFirst(change: Change): boolean {
	return change.kind === 'addObject' && change.object.kind !== 'table' && !('table' in change.object);
}

/** The schema before these changes, where a table that is built anew is as the rest leaves it. */
function undone(schema: Schema, changes: readonly Change[], { dialect, after }: Wanted): Schema {
	let before = schema;
	for (const change of changes) {
		const table = tableIn(change);
		const real =
			table === undefined || dialect.capabilities.altersInPlace
				? undefined
				: after?.objects.find((object) => object.kind === 'table' && object.name === table);
		before = real ? withObject(before, real) : beforeChange(before, change);
	}
	return before;
}

function withObject({ objects }: Schema, object: Schema['objects'][number]): Schema {
	const key = objectKey(object);
	return { objects: objects.map((one) => (objectKey(one) === key ? object : one)) };
}

/** What others need is made as in a database that has nothing else: what uses it comes later. */
function writtenFirst(dialect: Dialect, changes: readonly Change[]): readonly Addition[] {
	const made = changes.flatMap((change) => (change.kind === 'addObject' ? [change.object] : []));
	if (made.length === 0) return [];
	const fresh = dialect.fresh ?? emptySchema;
	const key = (object: SchemaObject) => objectKey(object);
	const objects = [...fresh.objects, ...made].sort((one, other) => (key(one) < key(other) ? -1 : 1));
	return written(dialect, fresh, { objects }, true);
}

function written(dialect: Dialect, from: Schema, to: Schema, first: boolean): readonly Addition[] {
	if (from === to) return [];
	const { upgrade, downgrade } = dialect.renderer.renderMigration(from, to, { renames: [] });
	const statements = (sql: string) => dialect.split(sql).map((one) => one.sql.trim().replace(/;$/, ''));
	return [{ do: 'execute', up: statements(upgrade.sql), down: statements(downgrade.sql), first }];
}
