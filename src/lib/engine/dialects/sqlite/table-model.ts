import { groupBy } from '../../group-by.ts';
import type { Column, Constraint, ForeignKey, KeyPart, Table } from '../../schema/model.ts';
import type { CatalogColumn, CatalogForeignKey, CatalogIndexPart } from './catalog.ts';
import { normalizeDefault, normalizeExpression, normalizeType, type ExpressionScope } from './normalize.ts';
import type { ParsedColumn, ParsedConstraint, ParsedPart, ParsedTable } from './parse-table.ts';
import type { Range } from './token-reader.ts';

/** All that is known of one table: its text, read, and what the catalog says. */
export interface TableFacts {
	readonly name: string;
	readonly sql: string;
	readonly parsed: ParsedTable;
	readonly columns: readonly CatalogColumn[];
	readonly foreignKeys: readonly CatalogForeignKey[];
	readonly keys: readonly CatalogIndexPart[];
}

type Options = Record<string, string | boolean>;

/** The table as the model has it. What the catalog tells is taken from there; the text adds the rest. */
export function tableOf(facts: TableFacts): Table {
	const { name, sql, parsed } = facts;
	const scope = scopeOf(
		name,
		facts.columns.map((column) => column.name)
	);
	const definitions = new Map(parsed.columns.map((column) => [column.name.toLowerCase(), column]));
	const constraints = [
		...primaryKey(facts),
		...uniques(facts),
		...foreignKeys(facts),
		...checks(facts, scope)
	];
	const options: Options = {};
	if (parsed.strict) options.strict = true;
	if (parsed.withoutRowid) options.withoutRowid = true;
	if (parsed.module !== undefined) options.module = parsed.module;
	return {
		kind: 'table',
		name,
		columns: facts.columns
			.filter((column) => column.hidden !== 1)
			.map((column) => columnOf(column, definitions.get(column.name.toLowerCase()), sql, scope)),
		constraints: inOrder(constraints),
		options,
		sql
	};
}

/** What expressions of this table may name. */
export function scopeOf(table: string, columns: readonly string[]): ExpressionScope {
	return { table, columns: new Map(columns.map((column) => [column.toLowerCase(), column])) };
}

function within(sql: string, range: Range): string {
	return sql.slice(range.start, range.end);
}

type Of<Kind extends ParsedConstraint['kind']> = Extract<ParsedConstraint, { kind: Kind }>;

function constraintsOf<Kind extends ParsedConstraint['kind']>(
	holder: ParsedColumn | undefined,
	kind: Kind
): Of<Kind>[] {
	return (holder?.constraints ?? []).filter((constraint): constraint is Of<Kind> => constraint.kind === kind);
}

function allOf<Kind extends ParsedConstraint['kind']>(parsed: ParsedTable, kind: Kind): Of<Kind>[] {
	const own = parsed.columns.flatMap((column) => constraintsOf(column, kind));
	const others = parsed.constraints.filter((constraint): constraint is Of<Kind> => constraint.kind === kind);
	return [...own, ...others];
}

/** The collation a column declares, in capitals; undefined for the default. */
function collationOf(column: ParsedColumn | undefined): string | undefined {
	const collation = constraintsOf(column, 'collate').at(-1)?.collation.toUpperCase();
	return collation === 'BINARY' ? undefined : collation;
}

function columnOf(
	fact: CatalogColumn,
	parsed: ParsedColumn | undefined,
	sql: string,
	scope: ExpressionScope
): Column {
	const options: Options = {};
	const notNull = constraintsOf(parsed, 'notNull').at(-1);
	if (notNull?.name !== undefined) options.notNullName = notNull.name;
	if (notNull !== undefined && !['', 'ABORT'].includes(notNull.conflict)) {
		options.notNullConflict = notNull.conflict;
	}
	const collation = collationOf(parsed);
	const generated = constraintsOf(parsed, 'generated').at(-1);
	const value = fact.default === null || generated !== undefined ? 'NULL' : normalizeDefault(fact.default);
	// Comments between these two words make SQLite take them for a part of the type.
	const type = normalizeType(fact.type);
	return {
		name: fact.name,
		type: generated === undefined ? type : type.replace(/ ?\bGENERATED( ALWAYS)?$/, ''),
		nullable: !fact.notNull,
		// To have NULL for a default is to have none.
		...(value === 'NULL' ? {} : { default: value }),
		...(generated === undefined
			? {}
			: {
					generated: {
						expression: normalizeExpression(within(sql, generated.expression), scope),
						stored: fact.hidden === 3
					}
				}),
		...(collation === undefined ? {} : { collation }),
		options
	};
}

/** A part of a key or an index. The collation is said only where it is not the column's own. */
export function keyPart(part: CatalogIndexPart, own: string | undefined): KeyPart {
	const collation = part.collation === (own ?? 'BINARY') ? undefined : part.collation;
	return {
		...(part.column === null ? {} : { column: part.column }),
		...(collation === undefined ? {} : { collation }),
		...(part.descending ? { descending: true } : {})
	};
}

function conflictOption(conflict: string): Options {
	return conflict === '' || conflict === 'ABORT' ? {} : { conflict };
}

function partsOf(facts: TableFacts, parts: readonly CatalogIndexPart[]): KeyPart[] {
	const parsed = new Map(facts.parsed.columns.map((column) => [column.name.toLowerCase(), column]));
	return parts.map((part) => keyPart(part, collationOf(parsed.get(part.column?.toLowerCase() ?? ''))));
}

function primaryKey(facts: TableFacts): Constraint[] {
	const columns = facts.columns.filter((column) => column.key > 0).sort((a, b) => a.key - b.key);
	const declared = allOf(facts.parsed, 'primaryKey')[0];
	if (columns.length === 0 || declared === undefined) return [];
	const indexed = facts.keys.filter((part) => part.origin === 'pk');
	// No index of its own: the key is the rowid, where direction and collation mean nothing.
	const parts = indexed.length > 0 ? partsOf(facts, indexed) : columns.map(({ name }) => ({ column: name }));
	const options = conflictOption(declared.conflict);
	if (declared.autoincrement) options.autoincrement = true;
	return [{ kind: 'primaryKey', ...named(declared), parts, options }];
}

function uniques(facts: TableFacts): Constraint[] {
	const indexes = groupBy(
		facts.keys.filter((part) => part.origin === 'u'),
		(part) => part.index
	);
	const declared = allOf(facts.parsed, 'unique');
	return [...indexes.values()].map((index) => {
		const source = takeMatching(declared, index);
		return {
			kind: 'unique',
			...(source === undefined ? {} : named(source)),
			parts: partsOf(facts, index),
			options: conflictOption(source?.conflict ?? '')
		};
	});
}

/** Takes from `declared` the constraint that SQLite made `index` for; of several alike, one with a name. */
function takeMatching(
	declared: Of<'unique'>[],
	index: readonly CatalogIndexPart[]
): Of<'unique'> | undefined {
	const fit = (parts: readonly ParsedPart[]) =>
		parts.length === index.length &&
		parts.every((part, i) => part.column?.toLowerCase() === index[i]?.column?.toLowerCase());
	const collated = (parts: readonly ParsedPart[]) =>
		parts.every((part, i) => (part.collation?.toUpperCase() ?? index[i]?.collation) === index[i]?.collation);
	const fits = declared.filter(({ parts }) => fit(parts));
	const exact = fits.filter(({ parts }) => collated(parts));
	const found = [...exact.filter(({ name }) => name !== undefined), ...exact, ...fits][0];
	if (found !== undefined) declared.splice(declared.indexOf(found), 1);
	return found;
}

function foreignKeys(facts: TableFacts): Constraint[] {
	const declared = allOf(facts.parsed, 'foreignKey');
	const keys = groupBy(facts.foreignKeys, (key) => key.id);
	return [...keys].flatMap(([id, columns]): ForeignKey[] => {
		const [first] = columns;
		if (first === undefined) return [];
		const source = declared[declared.length - 1 - id];
		return [
			{
				kind: 'foreignKey',
				...(source === undefined ? {} : named(source)),
				columns: columns.map((key) => key.column),
				table: first.parent,
				references: columns.flatMap((key) => (key.reference === null ? [] : [key.reference])),
				onDelete: first.onDelete,
				onUpdate: first.onUpdate,
				options: source?.deferred ? { deferred: true } : {}
			}
		];
	});
}

function checks(facts: TableFacts, scope: ExpressionScope): Constraint[] {
	return allOf(facts.parsed, 'check').map((check) => ({
		kind: 'check',
		...named(check),
		expression: normalizeExpression(within(facts.sql, check.expression), scope),
		options: {}
	}));
}

function named(constraint: { readonly name?: string }): { readonly name?: string } {
	return constraint.name === undefined ? {} : { name: constraint.name };
}

const kindOrder: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'foreignKey', 'check'];

/** Constraints in an order that does not depend on where they were written. */
function inOrder(constraints: readonly Constraint[]): Constraint[] {
	const keyed = constraints.map((constraint) => ({
		constraint,
		key: `${kindOrder.indexOf(constraint.kind)}${JSON.stringify(constraint)}`
	}));
	return keyed
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.map(({ constraint }) => constraint);
}
