import { ledgerTable } from '../../engine/run/ledger-entry.ts';
import { isVersionTable } from '../../engine/run/other-ledgers.ts';
import type { Schema, SchemaObject } from '../../engine/schema/model.ts';
import type { Change } from '../../engine/schema/change.ts';
import { number } from '../../look/numbers.ts';
import type { DatabaseState } from '../../worker/protocol.ts';

/** A table or view that can be looked into. */
export interface TableChoice {
	readonly name: string;
	readonly group: 'Tables' | 'Views' | 'Gone since the last step' | 'Ledger';
	/** As the picker says it: the name, with the number of rows where it is known. */
	readonly label: string;
}

/**
 * Everything whose rows can be shown, in the order of the picker: tables, views, what the last step took
 * away (its rows before the step are still there to see), and the ledger.
 */
export function tableChoices(
	now: Pick<DatabaseState, 'schema' | 'rowCounts' | 'ledger'>,
	before: Schema,
	changes: readonly Change[]
): TableChoice[] {
	const choice = (group: TableChoice['group']) => (name: string) => {
		const rows = now.rowCounts[name];
		return { name, group, label: rows === undefined ? name : `${name} · ${number(rows)}` };
	};
	const versions = now.schema.objects.filter(isVersionTable).map(({ name }) => name);
	const tables = namesOf(now.schema, 'table')
		.filter((name) => !versions.includes(name))
		.map(choice('Tables'));
	const views = namesOf(now.schema, 'view', 'materializedView').map((name) => ({
		name,
		group: 'Views' as const,
		label: name
	}));
	const present = new Set([...versions, ...[...tables, ...views].map(({ name }) => name)]);
	for (const change of changes) if (change.kind === 'renameTable') present.add(change.from);
	const gone = namesOf(before, 'table', 'view', 'materializedView')
		.filter((name) => !present.has(name))
		.map((name) => ({ name, group: 'Gone since the last step' as const, label: `− ${name}` }));
	// What Alembic has applied is in its own table only, which keeps no times.
	const ledger = now.ledger.some(({ appliedAt }) => appliedAt !== '') ? [ledgerTable] : [];
	return [...tables, ...views, ...gone, ...[...ledger, ...versions].map(choice('Ledger'))];
}

/** The table worth seeing first: one the step added or altered, else one it took away, else the first there is. */
export function firstChoice(
	now: Schema,
	before: Schema,
	choices: readonly TableChoice[]
): string | undefined {
	const earlier = new Map(before.objects.map((object) => [object.name, object]));
	const touched = now.objects.find(
		(object) =>
			object.kind === 'table' && !isVersionTable(object) && earlier.get(object.name)?.sql !== object.sql
	);
	const gone = choices.find((choice) => choice.group === 'Gone since the last step');
	const stepped = before.objects.length > 0 || now.objects.length === 0;
	return (stepped ? (touched?.name ?? gone?.name) : undefined) ?? choices[0]?.name;
}

function namesOf(schema: Schema, ...kinds: readonly SchemaObject['kind'][]): string[] {
	return kinds.flatMap((kind) =>
		schema.objects.filter((object) => object.kind === kind).map((object) => object.name)
	);
}
