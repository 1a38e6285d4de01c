import { distinct, type Doubt } from '../../schema/doubt.ts';
import type { FillOf } from '../../schema/fill.ts';
import type { Column, Constraint, Index, Schema, Table } from '../../schema/model.ts';
import type { RefusesDefault } from '../../schema/refused-default.ts';
import { hangsOn } from './hangs-on.ts';
import { isSafe } from './objects/casts.ts';
import { columnIn, columnsOf, tableIn } from './objects/family.ts';
import { needsValue, valueFor } from './objects/missing-values.ts';
import { isReplacedBy } from './objects/rebuild-type.ts';
import { typeRules } from './type-doubts.ts';

/** A table before and after the downgrade. */
interface Return {
	readonly from: Table;
	readonly to: Table;
	readonly schemas: { readonly from: Schema; readonly to: Schema };
	/** The values that somebody has chosen. */
	readonly given: FillOf;
	readonly refuses: RefusesDefault;
}

/**
 * The rules that values may break which a downgrade invents, converts back, or finds computed: whether they do hangs on rows
 * nobody knows yet. `from` is what it starts from, its renames done.
 */
export function doubtsOf(
	from: Schema,
	to: Schema,
	{ given, refuses }: Pick<Return, 'given' | 'refuses'>
): readonly Doubt[] {
	const doubts = to.objects.flatMap((table): readonly Doubt[] => {
		if (table.kind !== 'table' || table.options.server !== undefined) return [];
		const before = tableIn(from, table.name);
		return before === undefined
			? []
			: doubtsOfTable({ from: before, to: table, schemas: { from, to }, given, refuses });
	});
	return distinct([...doubts, ...typeRules({ from, to })]);
}

function doubtsOfTable(change: Return): readonly Doubt[] {
	const { to, schemas } = change;
	return [
		...to.columns.flatMap((column) => {
			if (column.generated || column.options.inherited === true) return [];
			const old = columnIn(change.from, column.name);
			if (old === undefined) return arrivalDoubts(column, change);
			const rules: string[] = [];
			const isReplaced = column.needs?.some((node) => isReplacedBy(node, old.needs)) === true;
			if (isReplaced || (old.type !== column.type && !isSafe(old.type, column.type)))
				rules.push(`fit ${column.type}`);
			if (old.generated && !column.nullable && column.default === undefined) rules.push('not be NULL');
			if (old.generated || rules.length > 0) rules.push(...rulesOn(column, to, schemas.to));
			else rules.push(...rulesForFilled(old, column, change));
			return rules.map((rule) => ({ table: to.name, column: column.name, rule }));
		}),
		...pointingAtReturned(change)
	];
}

/** What comes back for a column whose NULLs the upgrade gave a default. */
function rulesForFilled(old: Column, column: Column, { from, to, schemas }: Return): readonly string[] {
	if (old.nullable || !column.nullable || old.default === undefined) return [];
	const known = rulesOn(old, from, schemas.from);
	return rulesOn(column, to, schemas.to).filter((rule) => !known.includes(rule));
}

/** A column that comes back without its values. */
function arrivalDoubts(column: Column, change: Return): readonly Doubt[] {
	const { to, schemas, given, refuses } = change;
	if (column.options.identity !== undefined || column.default?.startsWith('nextval(')) return [];
	const filling = needsValue(column, schemas.to)
		? valueFor(to, column, { given, to: schemas.to })
		: undefined;
	const value = filling?.sql ?? column.default;
	const words = filling?.numbered === true ? 'the number of the row' : (value ?? 'NULL');
	const broken: string[] = [];
	for (const key of keysOf(to, schemas.to)) {
		const direct = key.columns.includes(column.name);
		if (!hangsOn(key.needs, column, to) && !direct) continue;
		if (direct && (filling?.numbered === true || (value === undefined && key.nullsDiffer))) continue;
		if (!isApart(key, change)) broken.push(`keep rows apart in ${key.name}`);
	}
	for (const rule of to.constraints) {
		if (rule.kind === 'check' && rule.options.notValid !== true) {
			if (!hangsOn(rule.needs ?? [], column, to)) continue;
			// A column's own default keeps a rule that is about that column alone, unless it was tried and did not.
			const alone = to.columns.every(
				(other) => other.name === column.name || !hangsOn(rule.needs ?? [], other, to)
			);
			const trusted = filling === undefined && alone && !refuses(to.name, column.name, rule.expression);
			if (value === undefined ? passesNull(rule.expression, alone) : trusted) continue;
			broken.push(`keep the check ${rule.expression}`);
		}
		if (rule.kind === 'foreignKey' && rule.columns.includes(column.name) && value !== undefined)
			broken.push(`point at a row of ${rule.table}`);
	}
	for (const child of childrenOf(to, column, schemas.to))
		broken.push(`have the values that ${child} points at`);
	return broken.map((rule) => ({ table: to.name, column: column.name, value: words, rule }));
}

/** What the table and those that point at it ask of the values of a column. */
function rulesOn(column: Column, table: Table, schema: Schema): readonly string[] {
	return [
		...keysOf(table, schema)
			.filter((key) => key.columns.includes(column.name) || hangsOn(key.needs, column, table))
			.map(({ name }) => `keep rows apart in ${name}`),
		...table.constraints.flatMap((rule) => {
			if (rule.kind === 'check' && hangsOn(rule.needs ?? [], column, table))
				return [`keep the check ${rule.expression}`];
			return rule.kind === 'foreignKey' && rule.columns.includes(column.name)
				? [`point at a row of ${rule.table}`]
				: [];
		}),
		...childrenOf(table, column, schema).map((child) => `have the values that ${child} points at`)
	];
}

/** What lets no two rows of a table be alike. */
interface Key {
	readonly name: string;
	readonly columns: readonly string[];
	readonly needs: readonly string[];
	/** A NULL is like no other NULL. */
	readonly nullsDiffer: boolean;
}

function keysOf(table: Table, schema: Schema): readonly Key[] {
	const own = table.constraints.flatMap((rule): readonly Key[] =>
		rule.kind === 'check' || rule.kind === 'foreignKey' ? [] : [keyOf(rule, columnsOf(rule))]
	);
	const indexes = schema.objects.filter(
		(object): object is Index => object.kind === 'index' && object.unique && object.table === table.name
	);
	return [
		...own,
		...indexes.map((index) =>
			keyOf(
				index,
				index.parts.flatMap(({ column }) => column ?? [])
			)
		)
	];
}

function keyOf(rule: Constraint | Index, columns: readonly string[]): Key {
	const { name = '', needs = [], options } = rule;
	return { name, columns, needs, nullsDiffer: options.nullsNotDistinct !== true };
}

/** Whether a key holds what was a key before, with values that stay as they are. */
function isApart(key: Key, { from, to, schemas }: Return): boolean {
	return keysOf(from, schemas.from).some(
		(old) =>
			old.columns.length > 0 &&
			old.columns.length === old.needs.filter((node) => node.startsWith('column ')).length &&
			old.columns.every(
				(name) => key.columns.includes(name) && columnIn(from, name)?.type === columnIn(to, name)?.type
			)
	);
}

/** Whether NULL makes a condition NULL or true, which a check lets pass, as far as can be told. */
function passesNull(expression: string, isAlone: boolean): boolean {
	// What another column makes false is false, whatever it is joined with.
	if (!isAlone && /\b(AND|NOT)\b/i.test(expression)) return false;
	return !/\bIS\b|\bCASE\b|\b(coalesce|concat\w*|format|num_nulls|num_nonnulls|json\w*)\(/i.test(expression);
}

function childrenOf(table: Table, column: Column, schema: Schema): readonly string[] {
	return schema.objects.flatMap((object) =>
		object.kind === 'table' &&
		object.constraints.some(
			(rule) =>
				rule.kind === 'foreignKey' &&
				rule.options.notValid !== true &&
				rule.table === table.name &&
				rule.references.includes(column.name)
		)
			? [object.name]
			: []
	);
}

/** Columns that keep their values and point, by a key that comes back, at a table that comes back empty. */
function pointingAtReturned({ from, to, schemas }: Return): readonly Doubt[] {
	return to.constraints.flatMap((rule): readonly Doubt[] => {
		if (rule.kind !== 'foreignKey' || rule.options.notValid === true) return [];
		if (tableIn(schemas.from, rule.table) !== undefined) return [];
		const [column] = rule.columns;
		if (column === undefined || !rule.columns.every((name) => columnIn(from, name))) return [];
		return [{ table: to.name, column, rule: `point at a row of ${rule.table}, which comes back empty` }];
	});
}
