import type { Column } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import type { PlanContext } from './kind.ts';
import { optionChanges, settingChanges } from './table-settings.ts';
import { rootOf } from './type-names.ts';

/** The types that are not kept `EXTENDED` where nothing is said, nor so short that nothing can be said. */
const kept: Readonly<Record<string, string>> = {
	numeric: 'MAIN',
	inet: 'MAIN',
	cidr: 'MAIN',
	vector: 'EXTERNAL',
	halfvec: 'EXTERNAL',
	sparsevec: 'EXTERNAL'
};

/** How values are kept, with the usual way of their type by its name before PostgreSQL 16, which brought `DEFAULT`. */
export function storageText(storage: unknown, type: string, { to, target }: StorageContext): string {
	if (typeof storage === 'string') return storage;
	if (target >= 16) return 'DEFAULT';
	const { base, array } = rootOf(type, to);
	return (array ? undefined : kept[base]) ?? 'EXTENDED';
}

type StorageContext = Pick<PlanContext, 'to' | 'target'>;

/** How a column is kept, as far as it differs. */
export function columnSettings(
	from: Column,
	to: Column,
	table: string,
	context: StorageContext
): readonly { readonly sql: string }[] {
	const [old, now] = [from.options, to.options];
	const actions: string[] = [];
	if (old.storage !== now.storage) actions.push(`SET STORAGE ${storageText(now.storage, to.type, context)}`);
	if (old.compression !== now.compression)
		actions.push(`SET COMPRESSION ${String(now.compression ?? 'default')}`);
	if (old.statistics !== now.statistics) actions.push(`SET STATISTICS ${String(now.statistics ?? -1)}`);
	if (old.attributes !== now.attributes) actions.push(...settingChanges(old.attributes, now.attributes));
	if (old.foreignOptions !== now.foreignOptions) {
		actions.push(`OPTIONS (${optionChanges(old.foreignOptions, now.foreignOptions)})`);
	}
	return actions.map((action) => ({
		sql: `ALTER TABLE ${table} ALTER COLUMN ${identifier(to.name)} ${action}`
	}));
}
