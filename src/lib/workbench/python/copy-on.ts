import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { FolderFile } from '../../engine/migration/migration.ts';
import { dialectTitles } from '../../formats/dialect-words.ts';
import type { App } from '../commands/command.ts';

/** How a program says where its database is, and what it says instead on the other one. */
const addresses: Readonly<Record<DialectName, { readonly others: RegExp; readonly own: string }>> = {
	postgres: { others: addressesWith('sqlite:///?'), own: 'postgresql://localhost/app' },
	sqlite: { others: addressesWith(String.raw`postgres(?:ql)?(?:\+\w+)?://`), own: 'sqlite:///app.db' }
};

/** Addresses that begin so. Spaces belong to one that is all of a text in quotes, or all of a setting. */
function addressesWith(start: string): RegExp {
	const quoted = String.raw`(?<=(['"]))${start}(?:(?!\1).)*(?=\1)`;
	const setting = String.raw`(?<=^[\w.]+\s*[=:]\s*)${start}[^'"\n]*?(?=\s+#|\s*$)`;
	return new RegExp(String.raw`${quoted}|${setting}|${start}[^'"\s]*`, 'gm');
}

/** Opens a copy of a Python project on another database: the same files, with the address of the other one. */
export async function copyOn({ workbench, projects }: App, dialect: DialectName): Promise<void> {
	const { name, wheels, environment } = workbench.project;
	const { files, changed } = movedTo(workbench.files, dialect);
	const title = dialectTitles[dialect];
	const said =
		changed.length > 0
			? `Its database is now \`${addresses[dialect].own}\` in ${changed.join(', ')}.`
			: `Nothing in it names a database: say \`${addresses[dialect].own}\` where the application is told of it.`;
	await projects.create({
		name: `${name} on ${title}`,
		dialect,
		toolchain: 'python',
		foreignKeys: false,
		files,
		wheels,
		environment,
		schemaSql: '',
		startAt: undefined,
		notes: [`A copy on ${title}. ${said} Nothing has run yet.`]
	});
}

/** The files with the address of that database in place of the other's, and the names of those that had one. */
export function movedTo(
	files: readonly FolderFile[],
	dialect: DialectName
): { readonly files: readonly FolderFile[]; readonly changed: readonly string[] } {
	const { others, own } = addresses[dialect];
	const moved = files.map((file) => ({ ...file, text: file.text.replace(others, own) }));
	return {
		files: moved,
		changed: moved.filter(({ text }, at) => text !== files[at]?.text).map(({ name }) => name)
	};
}
