import type { Script } from '../schema/script.ts';
import { directiveLines } from './directive.ts';
import { readHeaderLine } from './header.ts';

/** Everything a new file says. */
export interface MigrationText {
	readonly message: string;
	readonly revision: string;
	readonly revises: readonly string[];
	readonly labels: readonly string[];
	readonly dependsOn: readonly string[];
	readonly up: Script;
	readonly down: Script;
}

/** The text of a migration file: headers as comments, then both sections. dbmate runs it as it is. */
export function migrationText(migration: MigrationText): string {
	const { revision, revises, labels, dependsOn, up, down } = migration;
	const headers = [
		...messageLines(migration.message),
		`-- revision: ${revision}`,
		`-- revises: ${revises.length === 0 ? 'base' : revises.join(', ')}`,
		...(labels.length > 0 ? [`-- labels: ${labels.join(', ')}`] : []),
		...(dependsOn.length > 0 ? [`-- depends-on: ${dependsOn.join(', ')}`] : [])
	];
	return [...headers.map((line) => `${line}\n`), section('up', up), section('down', down)].join('');
}

/** The message as the first comment line, or as a header of its own where it would be read as something else. */
export function messageLines(message: string): readonly string[] {
	const words = message.replace(/[\p{Cc}\p{Z}\s\ufeff]+/gu, ' ').trim();
	if (words === '') return [];
	const comment = `-- ${words}`;
	const plain =
		/[\p{L}\p{N}]/u.test(words) && !readHeaderLine(comment) && directiveLines(comment).length === 0;
	return [plain ? comment : `-- message: ${words}`];
}

/** A body ends with a line end; an empty one leaves a line to write on. */
function section(direction: 'up' | 'down', { sql, foreignKeys }: Script): string {
	const directive = `-- migrate:${direction}${foreignKeys ? '' : ' foreign_keys:false'}\n`;
	return `${directive}${sql}${sql.endsWith('\n') ? '' : '\n'}`;
}
