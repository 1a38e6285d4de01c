import type { FolderFile } from '../engine/migration/migration.ts';

/** Where Flask looks for an application by itself. */
const flaskFinds = new Set(['app.py', 'wsgi.py', 'app/__init__.py', 'wsgi/__init__.py']);

/**
 * How a project calls its migrations: by Alembic alone where its settings lie at the top, else by Flask; where only its
 * `manage.py` for Flask-Script joins the application and Flask-Migrate, Flask is told to look there.
 */
export function migrateProgram(files: readonly FolderFile[]): readonly string[] {
	if (isAlembicAlone(files)) return ['alembic'];
	return isFlaskScriptAlone(files) ? ['flask', '--app', 'manage', 'db'] : ['flask', 'db'];
}

function isAlembicAlone(files: readonly FolderFile[]): boolean {
	return files.some(
		({ name, text }) =>
			name === 'alembic.ini' || (name === 'pyproject.toml' && /^\[tool\.alembic\]\s*$/m.test(text))
	);
}

function isFlaskScriptAlone(files: readonly FolderFile[]): boolean {
	const manage = managerOf(files);
	if (!manage || files.some(({ name, text }) => name === '.flaskenv' && /^\s*FLASK_APP\s*=/m.test(text)))
		return false;
	if (!files.some(({ name }) => flaskFinds.has(name))) return true;
	return isJoining(manage) && !files.some((file) => file !== manage && isJoining(file));
}

/** The program by which Flask-Script runs the migrations, where there is one. */
function managerOf(files: readonly FolderFile[]): FolderFile | undefined {
	return files.find(({ name, text }) => name === 'manage.py' && /\bMigrateCommand\b/.test(text));
}

/** Whether a file gives Flask-Migrate its application. */
function isJoining({ text }: FolderFile): boolean {
	return /\bMigrate\(\s*\w|\bmigrate\w*\.init_app\(/.test(text);
}

/** Whether the tools have made their folder. */
export function isBegun(files: readonly FolderFile[]): boolean {
	return files.some(({ name }) => /(^|\/)env\.py$/.test(name));
}

/** The words that have a migration written from the models. */
export function autogenerateWords(files: readonly FolderFile[]): readonly string[] {
	const program = migrateProgram(files);
	return program[0] === 'flask' ? [...program, 'migrate'] : [...program, 'revision', '--autogenerate'];
}

/** How a project comes to its first migration, as the end of a sentence; commands are in backticks. */
export function firstMigration(files: readonly FolderFile[]): string {
	const program = migrateProgram(files);
	const writes = `\`${autogenerateWords(files).join(' ')}\` writes the first from the models.`;
	// Alembic makes its settings and its folder together.
	if (program[0] !== 'flask' || isBegun(files)) return writes;
	return `\`${[...program, 'init'].join(' ')}\` makes the folder, and ${writes}`;
}

/** What to type first in the terminal of a project. */
export function firstLines(files: readonly FolderFile[]): readonly string[] {
	const program = migrateProgram(files).join(' ');
	const migrate = `${autogenerateWords(files).join(' ')} -m "…"`;
	const byFlask = program !== 'alembic';
	if (byFlask && !isBegun(files)) return [`${program} init`, migrate, 'help'];
	const upgrade = byFlask ? `${program} upgrade` : `${program} upgrade head`;
	return [upgrade, ...(managerOf(files) ? ['python manage.py db upgrade'] : []), migrate, 'help'];
}

/** What to type in place of a command that is not for this project; undefined where `said` does not tell of that. */
export function programAdvice(said: string, files: readonly FolderFile[]): string | undefined {
	const program = migrateProgram(files).join(' ');
	const isAlembic = program === 'alembic';
	if (!isAlembic && /No 'script_location' key found/.test(said))
		return `In this project the application says where the migrations are: type \`${program} …\` in place of \`alembic …\`.`;
	if (program !== 'flask db' && /Could not locate a Flask application/.test(said))
		return isAlembic
			? 'This project is of Alembic alone: type `alembic …` in place of `flask db …`.'
			: `Only manage.py knows the application: type \`${program} …\`, or \`export FLASK_APP=manage\` once.`;
	return undefined;
}
