import { parseFolder, type Migration } from '../../engine/migration/index.ts';
import type { DialectName } from '../../engine/dialects/dialect.ts';
import { dialectTitles } from '../dialect-words.ts';
import type { ExportedProject } from './export.ts';
import { pastName, type WrittenPast } from '../past.ts';

/** How dbmate is told which database to use, and what it does differently there. */
interface Home {
	readonly url: string;
	readonly aboutUrl: string;
	/** Whether each connection has to ask for foreign keys. */
	readonly keysOnRequest: boolean;
}

const homes: Readonly<Record<DialectName, Home>> = {
	sqlite: {
		url: 'sqlite:database.sqlite3',
		aboutUrl: 'here it is the file `database.sqlite3`, made by the first `up`.',
		keysOnRequest: true
	},
	postgres: {
		url: 'postgres://postgres@127.0.0.1:5432/migrated?sslmode=disable',
		aboutUrl:
			'here it is `migrated` on a PostgreSQL server of this machine, made by the first `up`. Put in your own: `postgres://user:password@host:port/name`, without `sslmode=disable` where the server has TLS.',
		keysOnRequest: false
	}
};

/** The words that go home with a folder: how to run it, and what dbmate would do differently. */
export function readme(project: ExportedProject, withoutDown: readonly string[], past?: WrittenPast): string {
	const { graph, problems } = parseFolder(project.files);
	const { url, aboutUrl } = homes[project.dialect];
	const command = (words: string) =>
		`npx dbmate --url "${url}" --migrations-dir ./migrations --no-dump-schema ${words}`;
	const lines = [
		`# ${heading(project.name)}`,
		'',
		'Database migrations, written in Updown. Each file in `migrations` has the SQL that applies it below',
		'`-- migrate:up` and the SQL that takes it back below `-- migrate:down`.',
		'',
		'## Run it with dbmate',
		'',
		'The files are dbmate files, so dbmate runs them as they are. With Node.js on your machine, get it once:',
		'',
		'```sh',
		'npm install dbmate',
		'```',
		'',
		'Then, in this folder:',
		'',
		'```sh',
		`${command('up')}        # apply everything that is not applied yet`,
		`${command('status')}    # what is applied`,
		`${command('rollback')}  # take the newest one back`,
		'```',
		'',
		`\`--url\` names the database; ${aboutUrl}`,
		'`--migrations-dir` names the folder. `--no-dump-schema` keeps dbmate from overwriting a schema file.',
		'These three stand before the command.',
		'',
		'## What else is here',
		'',
		'- `schema.sql`: the structure the migrations are meant to lead to. dbmate does not read it.',
		'- `updown.json`: the settings of the project. Open the zip in Updown and everything is as it was.',
		...(past ? [aboutPast(past)] : []),
		...cautions(
			project,
			graph.migrations,
			withoutDown,
			problems.some(({ severity }) => severity === 'error')
		)
	];
	return `${lines.join('\n')}\n`;
}

function aboutPast({ leftOut }: WrittenPast): string {
	const without = leftOut > 0 ? ` The oldest ${leftOut} steps were too much for it.` : '';
	return `- \`${pastName}\`: what Updown saw when the steps ran, with examples of rows. No other tool reads it: delete it if those rows are nobody else’s business.${without}`;
}

function heading(name: string): string {
	const words = name.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
	return words === '' ? 'Migrations' : words;
}

function cautions(
	project: ExportedProject,
	migrations: readonly Migration[],
	withoutDown: readonly string[],
	hasErrors: boolean
): readonly string[] {
	const found: string[] = [];
	const byName = migrations.map(({ file }) => file).toSorted();
	const early = migrations.findIndex(({ file }, index) => file !== byName[index]);
	if (early !== -1) {
		found.push(
			`dbmate goes by file name. Updown goes by \`revises\` and by number, and the two differ here: dbmate runs \`${byName[early] ?? ''}\` where Updown runs \`${migrations[early]?.file ?? ''}\`. Rename the files so that their names sort in running order.`
		);
	}
	const { keysOnRequest } = homes[project.dialect];
	const offKeys = migrations.filter(({ up, down }) => !up.foreignKeys || down?.foreignKeys === false);
	if (keysOnRequest && offKeys.length > 0) {
		found.push(
			`dbmate does not know \`foreign_keys:false\`. That is harmless as long as foreign keys are off in its connection, as they are in SQLite unless asked for: ${list(offKeys.map(({ file }) => file))}`
		);
	} else if (keysOnRequest && project.foreignKeys) {
		found.push(
			'In Updown foreign keys were enforced. SQLite leaves them off unless each connection asks for them, and dbmate does not ask.'
		);
	}
	const { extensions = [], target } = project;
	if (extensions.length > 0) {
		const statements = extensions.map((name) => `\`CREATE EXTENSION IF NOT EXISTS "${name}";\``);
		found.push(
			`The database must have these extensions before the first migration runs; a superuser can make them: ${statements.join(' ')}`
		);
	}
	if (target !== undefined) {
		found.push(`The folder is meant to run on ${dialectTitles[project.dialect]} ${target} and newer.`);
	}
	if (withoutDown.length > 0) {
		found.push(
			`These files have no SQL that takes them back. dbmate wants a \`-- migrate:down\` in each, so an empty one was added; a rollback then only forgets that they were applied: ${list(withoutDown)}`
		);
	}
	if (hasErrors) found.push('Some files have problems; open the folder in Updown to see them.');
	if (found.length === 0) return [];
	return ['', '## Take care', '', ...found.map((caution) => `- ${caution}`)];
}

function list(files: readonly string[]): string {
	return files.map((file) => `\`${file}\``).join(', ');
}
