import type { Change } from '../../schema/change.ts';
import type { ConvertedValues } from '../../schema/converted-values.ts';
import type { FillOf } from '../../schema/fill.ts';
import type { Column, Constraint, Schema, Table } from '../../schema/model.ts';
import { computedDoubts } from './computed.ts';
import { columnNode } from './nodes.ts';
import { tableIn } from './objects/family.ts';
import { becomesStrict, defaultOf, fillsForType } from './objects/domain-nulls.ts';
import { isInKey } from './objects/missing-values.ts';
import { alike, noNulls, proof } from './proofs.ts';
import { retyped, type Schemas } from './retyped.ts';

type AlteredColumn = Extract<Change, { kind: 'alterColumn' }>;

interface Known {
	readonly schemas: Schemas;
	readonly given: FillOf;
	/** What the rows that are there say of a change of type. */
	readonly converted: (table: string, column: string) => ConvertedValues | undefined;
}

/** What the change of a column asks of its values, or does to them, in sentences. */
export function alteration(
	{ table, from, to }: AlteredColumn,
	{ schemas, given, converted }: Known
): readonly string[] {
	const schema = schemas.to;
	const later = tableIn(schema, table);
	if (later === undefined || to.options.inherited === true) return [];
	const sentences: string[] = [];
	if (from.nullable && !to.nullable && to.generated === undefined) {
		const value = to.default === undefined ? given(table, to.name) : `its default ${to.default}`;
		sentences.push(
			fillsNulls(from, to, { table: later, given })
				? `Rows of ${table} in which \`${to.name}\` is NULL get ${value ?? ''}.`
				: noNulls(table, to.name)
		);
		if (fillsNulls(from, to, { table: later, given }))
			sentences.push(...proofsOf(to, later, schema, isKeyOrPointing));
	}
	if (from.nullable && to.nullable && becomesStrict(from, to, schemas)) {
		const value = given(table, to.name) ?? `its default ${defaultOf(to, schema) ?? ''}`;
		sentences.push(
			fillsForType({ table, from, to }, { ...schemas, given })
				? `Rows of ${table} in which \`${to.name}\` is NULL get ${value}.`
				: noNulls(table, to.name)
		);
	}
	if (from.generated === undefined && to.generated !== undefined) {
		sentences.push(`\`${to.name}\` of ${table} is computed from now on, which loses its values.`);
	} else if (from.type !== to.type && to.generated === undefined) {
		sentences.push(...retyped(table, [from, to], schemas, converted(table, to.name)));
	}
	const { generated } = to;
	if (from.type !== to.type || from.generated?.expression !== generated?.expression)
		sentences.push(...computedDoubts(later, to));
	if (generated === undefined || from.generated?.expression === generated.expression) return sentences;
	return [...sentences, ...(to.nullable ? [] : [noNulls(table, to.name)]), ...proofsOf(to, later, schema)];
}

/** A default that all NULLs get can be trusted to keep the checks. */
function isKeyOrPointing({ kind }: Constraint): boolean {
	return kind !== 'check';
}

/** What the new values of a column must keep. */
function proofsOf(
	column: Column,
	table: Table,
	schema: Schema,
	isMeant: (rule: Constraint) => boolean = () => true
): readonly string[] {
	const node = columnNode(table.name, column.name);
	const indexes = schema.objects.flatMap((object) =>
		object.kind === 'index' && object.unique && object.table === table.name && object.needs?.includes(node)
			? [
					alike(
						table.name,
						object.parts.map((part) => part.column ?? part.expression ?? '')
					)
				]
			: []
	);
	const rules = table.constraints.filter((rule) => rule.needs?.includes(node) === true && isMeant(rule));
	return [...rules.flatMap((rule) => proof(table.name, rule, new Set())), ...indexes];
}

/** Whether NULLs of a column that must have none get a value, for which no row is like another in a key. */
export function fillsNulls(
	from: Column,
	to: Column,
	{ table, given }: { readonly table: Table; readonly given: FillOf }
): boolean {
	const filled = to.default !== undefined || given(table.name, to.name) !== undefined;
	return from.nullable && !to.nullable && filled && to.generated === undefined && !isInKey(table, to);
}
