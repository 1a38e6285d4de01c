import type { Column } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { optionChanges, settingChanges } from './table-settings.ts';

/** How a column is kept, as far as it differs. */
export function columnSettings(from: Column, to: Column, table: string): readonly { readonly sql: string }[] {
	const [old, now] = [from.options, to.options];
	const actions: string[] = [];
	if (old.storage !== now.storage) actions.push(`SET STORAGE ${String(now.storage ?? 'DEFAULT')}`);
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
