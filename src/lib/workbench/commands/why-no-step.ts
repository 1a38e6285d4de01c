import { goneSentence } from '../standing-words.ts';
import { firstMigration } from '../../python/migrate-program.ts';
import type { App } from './command.ts';

/** Why there is no step that way; undefined where there is one, or where something runs. */
export function whyNoStep({ workbench }: App, way: 'up' | 'down'): string | undefined {
	if (!workbench.ready || workbench.running || workbench.next[way]) return undefined;
	if (workbench.gone !== undefined) return goneSentence(workbench.nameOf(workbench.gone));
	if (way === 'down') return 'The database is at base: nothing is applied that could be taken back.';
	if (workbench.folder.graph.migrations.length === 0)
		return workbench.isPython
			? `There is no migration yet: ${firstMigration(workbench.files).replaceAll('`', '')}`
			: 'The folder has no migration yet: write one with New migration.';
	return 'The database is at head: every migration of the folder is applied. Downgrade one step first, or write a new migration.';
}
