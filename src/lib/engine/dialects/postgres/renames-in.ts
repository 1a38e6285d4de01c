import type { Rename } from '../../schema/change.ts';
import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';

/** A name that was changed, perhaps several times. */
interface Renamed {
	readonly first: string;
	now: string;
}

/**
 * What statements that ran one after another renamed by `ALTER TABLE … RENAME`, from before the first to after the
 * last: a name that was changed twice counts once, and one that was changed back does not count.
 */
export function renamesIn(statements: readonly string[]): readonly Rename[] {
	const tables: Renamed[] = [];
	const columns: (Renamed & { table: string })[] = [];
	const nodes = statements
		.filter((sql) => /\brename\b/i.test(sql))
		.flatMap((sql) => statementsIn(sql))
		.flatMap(({ parsed }) => (parsed?.kind === 'RenameStmt' ? [parsed.node] : []));
	for (const node of nodes) {
		const { subname: from, newname: to } = node;
		const table = tableOf(node);
		if (table === undefined || typeof to !== 'string') continue;
		if (node.renameType === 'OBJECT_TABLE') {
			move(tables, table, to);
			for (const column of columns) if (column.table === table) column.table = to;
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
			.map(({ table, first, now }) => ({ kind: 'column', table, from: first, to: now }) as const)
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

function tableOf({ relation }: ParseNode): string | undefined {
	return (relation as { readonly relname?: string } | undefined)?.relname;
}
