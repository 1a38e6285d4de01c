import type { Rename } from './change.ts';
import type { Schema, Table } from './model.ts';

/**
 * The renames that need no question, as the database takes both names for one, with those that were answered; `folded` is what is the
 * same of two such names.
 */
export function withSameNames(
	from: Schema,
	to: Schema,
	answered: readonly Rename[],
	folded: (name: string) => string = (name) => name
): readonly Rename[] {
	const [before, after] = [tablesOf(from), tablesOf(to)];
	const pairs = (old: readonly string[], now: readonly string[], known: readonly Rename[]) =>
		old.flatMap((name) => {
			const other = now.find((one) => one !== name && folded(one) === folded(name));
			if (other === undefined || now.includes(name) || old.includes(other)) return [];
			return known.some((one) => one.from === name || one.to === other) ? [] : [{ from: name, to: other }];
		});
	const named = answered.filter(({ kind }) => kind === 'table');
	const tables = pairs(before.map(nameOf), after.map(nameOf), named).map(
		(pair) => ({ kind: 'table', ...pair }) as const
	);
	const columns = after.flatMap((table): readonly Rename[] => {
		const earlier = [...named, ...tables].find((rename) => rename.to === table.name)?.from ?? table.name;
		const old = before.find(({ name }) => name === earlier);
		const known = answered.filter((rename) => rename.kind === 'column' && rename.table === table.name);
		return pairs(old?.columns.map(nameOf) ?? [], table.columns.map(nameOf), known).map((pair) => ({
			kind: 'column',
			table: table.name,
			...pair
		}));
	});
	return [...answered, ...tables, ...columns];
}

function tablesOf(schema: Schema): readonly Table[] {
	return schema.objects.filter((object) => object.kind === 'table');
}

function nameOf({ name }: { readonly name: string }): string {
	return name;
}
