import type { Rename, TypePart } from '../../schema/change.ts';
import { identifier } from './identifier.ts';
import { besides, namePartsOf } from './object-names.ts';
import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';

/** A name that was changed, perhaps several times. */
interface Renamed {
	readonly first: string;
	now: string;
}

/**
 * What statements that ran one after another renamed by `ALTER TABLE … RENAME` or `ALTER TYPE … RENAME`, from before the first to after the
 * last: a name that was changed twice counts once, and one that was changed back does not count.
 */
export function renamesIn(statements: readonly string[]): readonly Rename[] {
	const tables: Renamed[] = [];
	const columns: (Renamed & { table: string })[] = [];
	const parts: (Renamed & { kind: TypePart; type: string })[] = [];
	const nodes = statements
		.filter((sql) => /\brename\b|\bset\s+schema\b/i.test(sql))
		.flatMap((sql) => statementsIn(sql))
		.flatMap(({ parsed }) => (parsed && isRename(parsed.kind) ? [parsed.node] : []));
	const movePart = (kind: TypePart, type: string, from: string, to: string) => {
		const known = parts.find((part) => part.kind === kind && part.type === type && part.now === from);
		if (known) known.now = to;
		else parts.push({ kind, type, first: from, now: to });
	};
	for (const node of nodes) {
		const { oldVal, newVal } = node;
		if (typeof oldVal === 'string' && typeof newVal === 'string') {
			movePart('value', typeOf(node), oldVal, newVal);
			continue;
		}
		const { subname: from, newname: to, newschema: home } = node;
		const table = tableOf(node);
		if (table === undefined) continue;
		const moveTo = (name: string) => {
			move(tables, table, name);
			for (const column of columns) if (column.table === table) column.table = name;
		};
		if (node.objectType === 'OBJECT_TABLE' && typeof home === 'string') {
			moveTo(nameIn(home, namePartsOf(table).name));
		} else if (typeof to !== 'string') {
			continue;
		} else if (node.renameType === 'OBJECT_TABLE') {
			moveTo(besides(table, to));
		} else if (node.renameType === 'OBJECT_ATTRIBUTE' && typeof from === 'string') {
			movePart('attribute', table, identifier(from), identifier(to));
		} else if (node.renameType === 'OBJECT_COLUMN' && typeof from === 'string') {
			const known = columns.find((column) => column.table === table && column.now === from);
			if (known) known.now = to;
			else columns.push({ table, first: from, now: to });
		}
	}
	return [
		...tables.filter(changed).map(({ first, now }) => ({ kind: 'table', from: first, to: now }) as const),
		...columns
			.filter(changed)
			.map(({ table, first, now }) => ({ kind: 'column', table, from: first, to: now }) as const),
		...parts.filter(changed).map(({ kind, type, first, now }) => ({ kind, type, from: first, to: now }))
	];
}

function move(names: Renamed[], from: string, to: string): void {
	const known = names.find(({ now }) => now === from);
	if (known) known.now = to;
	else names.push({ first: from, now: to });
}

function changed({ first, now }: Renamed): boolean {
	return first !== now;
}

function isRename(kind: string): boolean {
	return kind === 'RenameStmt' || kind === 'AlterObjectSchemaStmt' || kind === 'AlterEnumStmt';
}

/** The enum as a schema calls it. */
function typeOf({ typeName }: ParseNode): string {
	const words = (typeName ?? []) as readonly { readonly String?: { readonly sval?: string } }[];
	const [name = '', schema = 'public'] = words.map(({ String: word }) => word?.sval ?? '').toReversed();
	return nameIn(schema, name);
}

/** The table, or the composite type, as a schema calls it; one that is named without its schema is taken to be in `public`. */
function tableOf({ relation }: ParseNode): string | undefined {
	const { relname, schemaname } = (relation ?? {}) as {
		readonly relname?: string;
		readonly schemaname?: string;
	};
	return relname === undefined ? undefined : nameIn(schemaname ?? 'public', relname);
}

function nameIn(schema: string, name: string): string {
	return schema === 'public' ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}
