import { groupBy } from '../../group-by.ts';
import type { Check, Constraint, ForeignKey, KeyPart, PrimaryKey, Unique } from '../../schema/model.ts';
import type { CatalogIndexPart } from './catalog.ts';
import { collationOf } from './column-model.ts';
import { normalizeExpression, type ExpressionScope } from './normalize.ts';
import type { ParsedConstraint, ParsedPart } from './parse-definition.ts';
import type { ParsedTable } from './parse-table.ts';

type Of<Kind extends ParsedConstraint['kind']> = Extract<ParsedConstraint, { kind: Kind }>;
type Options = Record<string, string | boolean>;

/** The constraints of a table as the model has them; `keys` is what the catalog says of the indexes made for them. */
export function constraintsOf(
	table: ParsedTable,
	keys: readonly CatalogIndexPart[],
	scope: ExpressionScope
): Constraint[] {
	const written = rulesIn(table);
	const primary = written.find((rule) => rule.kind === 'primaryKey');
	return inOrder([
		...(primary === undefined ? [] : [primaryKey(primary, table, keys)]),
		...(keys.length === 0
			? []
			: uniques(
					written.filter((rule) => rule.kind === 'unique'),
					table,
					keys
				)),
		...foreignKeys(written, table),
		...written.filter((rule) => rule.kind === 'check').map((rule) => checkOf(rule, scope))
	]);
}

/** What is a constraint in the model too, those of the columns first, in the order of the text. */
function rulesIn({ columns, constraints }: ParsedTable): ParsedConstraint[] {
	const found: ParsedConstraint[] = [];
	for (const column of columns)
		for (const rule of column.constraints) if (!isOfColumn(rule)) found.push(rule);
	for (const rule of constraints) found.push(rule);
	return found;
}

function isOfColumn({ kind }: ParsedConstraint): boolean {
	return (
		kind === 'notNull' || kind === 'default' || kind === 'collate' || kind === 'generated' || kind === 'null'
	);
}

/** A part of a key or an index. The collation is said only where it is not the column's own. */
export function keyPart(
	part: Pick<CatalogIndexPart, 'column' | 'collation' | 'descending'>,
	own: string | undefined
): KeyPart {
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

function partsOf({ columns }: ParsedTable, parts: readonly CatalogIndexPart[]): KeyPart[] {
	const parsed = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
	return parts.map((part) => keyPart(part, collationOf(parsed.get(part.column?.toLowerCase() ?? ''))));
}

function primaryKey(
	declared: Of<'primaryKey'>,
	table: ParsedTable,
	keys: readonly CatalogIndexPart[]
): PrimaryKey {
	const indexed = keys.filter((part) => part.origin === 'pk');
	// No index of its own: the key is the rowid, where direction and collation mean nothing.
	const rowid = () => declared.parts.map(({ column = '' }) => ({ column: spelled(column, table) }));
	const parts = indexed.length > 0 ? partsOf(table, indexed) : rowid();
	const options = conflictOption(declared.conflict);
	if (declared.autoincrement) options.autoincrement = true;
	return { kind: 'primaryKey', ...named(declared), parts, options };
}

/** A column as the table itself spells it. */
function spelled(name: string, { columns }: ParsedTable): string {
	if (columns.some((column) => column.name === name)) return name;
	return columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name;
}

function uniques(declared: Of<'unique'>[], table: ParsedTable, keys: readonly CatalogIndexPart[]): Unique[] {
	const indexes = groupBy(
		keys.filter((part) => part.origin === 'u'),
		(part) => part.index
	);
	return [...indexes.values()].map((index) => {
		const source = takeMatching(declared, index);
		return {
			kind: 'unique',
			...(source === undefined ? {} : named(source)),
			parts: partsOf(table, index),
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

function foreignKeys(rules: readonly ParsedConstraint[], table: ParsedTable): ForeignKey[] {
	const keys: ForeignKey[] = [];
	for (const rule of rules) {
		if (rule.kind === 'foreignKey') {
			keys.push({
				kind: 'foreignKey',
				...named(rule),
				columns: rule.columns.map((column) => spelled(column, table)),
				table: rule.table,
				references: rule.references,
				onDelete: rule.onDelete,
				onUpdate: rule.onUpdate,
				options: {}
			});
		}
		// It is said of the last key before it.
		const last = keys.at(-1);
		if (rule.kind === 'deferral' && last !== undefined) {
			keys.splice(-1, 1, { ...last, options: rule.deferred ? { deferred: true } : {} });
		}
	}
	return keys;
}

/** A check of a text as the model has it. */
export function checkOf(declared: Of<'check'>, scope: ExpressionScope): Check {
	const expression = normalizeExpression(declared.expression, scope);
	return { kind: 'check', ...named(declared), expression, options: {} };
}

function named({ name }: { readonly name: string | undefined }): { readonly name?: string } {
	return name === undefined ? {} : { name };
}

const kindOrder: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'foreignKey', 'check'];

/** Constraints in an order that does not depend on where they were written. */
function inOrder(constraints: Constraint[]): Constraint[] {
	if (constraints.length < 2) return constraints;
	const texts = new Map<Constraint, string>();
	const textOf = (constraint: Constraint) => {
		let text = texts.get(constraint);
		if (text === undefined) texts.set(constraint, (text = JSON.stringify(constraint)));
		return text;
	};
	return constraints.sort((a, b) => {
		const byKind = kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind);
		if (byKind !== 0) return byKind;
		return textOf(a) < textOf(b) ? -1 : 1;
	});
}
