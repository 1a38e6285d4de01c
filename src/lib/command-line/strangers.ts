/** Words of the real tools that have no meaning here, each with the reason and what to do instead. */
const options: Readonly<Record<string, string>> = {
	'-x': 'It hands arguments to env.py, and a folder of SQL files has none.',
	'--x-arg': 'It hands arguments to env.py, and a folder of SQL files has none.',
	'--tag': 'It hands a tag to env.py, and a folder of SQL files has none.',
	'--version-path': 'Every migration is in the one folder here.',
	'--multidb': 'A project here has one database.',
	'--template': 'Migrations here are SQL files; there is no script template.',
	'-t': 'Migrations here are SQL files; there is no script template.',
	'--package': 'Migrations here are SQL files, not a Python package.',
	'--resolve-dependencies': 'Heads here are always shown with their dependencies resolved.',
	'-d': 'The folder is chosen once for the whole project, not for each command.',
	'--directory': 'The folder is chosen once for the whole project, not for each command.'
};

const commands: Readonly<Record<string, string>> = {
	edit: 'Open the file itself; `updown show <revision>` tells its name.',
	'list-templates': 'Migrations here are SQL files; there are no templates to list.',
	list_templates: 'Migrations here are SQL files; there are no templates to list.',
	ensure_version: 'The ledger makes itself with the first step.',
	run: 'The playground has no web application to run, only its database.',
	shell: 'For SQL of your own use the SQL console.',
	up: 'In Alembic’s words that is `upgrade`.',
	down: 'In Alembic’s words that is `downgrade`.',
	rollback: 'In Alembic’s words that is `downgrade`; without a target it goes back one step.',
	redo: 'That is `downgrade` and then `upgrade +1`.',
	new: 'In Alembic’s words that is `revision -m "…"`.',
	log: 'In Alembic’s words that is `history`.'
};

/** Why an option of a real tool is not here, or undefined where no real tool has it either. */
export function strangeOption(name: string): string | undefined {
	return Object.hasOwn(options, name) ? options[name] : undefined;
}

/** Why a command of a real tool is not here and what to type instead. */
export function strangeCommand(name: string): string | undefined {
	return Object.hasOwn(commands, name) ? commands[name] : undefined;
}
