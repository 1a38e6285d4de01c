import { expect, test } from 'vitest';
import {
	autogenerateWords,
	firstLines,
	firstMigration,
	migrateProgram
} from '../../../src/lib/python/migrate-program.ts';

test('a project of Alembic alone is told of its own commands, not of those of Flask', () => {
	const alembic = [{ name: 'alembic.ini', text: '' }];
	expect(autogenerateWords(alembic)).toEqual(['alembic', 'revision', '--autogenerate']);
	expect(firstMigration(alembic)).not.toContain('flask');
	expect(autogenerateWords([])).toEqual(['flask', 'db', 'migrate']);
	expect(firstMigration([])).toContain('`flask db init` makes the folder');
});

const script = (text: string) => ({
	name: 'manage.py',
	text: `from flask_migrate import Migrate, MigrateCommand\n${text}manager.add_command('db', MigrateCommand)\n`
});
const factory = { name: 'app/__init__.py', text: 'def create_app():\n    return Flask(__name__)\n' };
const env = { name: 'migrations/env.py', text: '' };

test('where only manage.py joins the application and Flask-Migrate, Flask is told to look there', () => {
	const joining = script('migrate = Migrate(app, db)\n');
	const byManage = ['flask', '--app', 'manage', 'db'];
	expect(migrateProgram([joining])).toEqual(byManage);
	expect(migrateProgram([script('')])).toEqual(byManage);
	expect(migrateProgram([joining, factory])).toEqual(byManage);
	expect(
		migrateProgram([joining, { ...factory, text: 'migrate = Migrate()\nmigrate.init_app(app, db)\n' }])
	).toEqual(['flask', 'db']);
	expect(migrateProgram([script(''), { name: 'app.py', text: 'migrate = Migrate(app, db)\n' }])).toEqual([
		'flask',
		'db'
	]);
	expect(migrateProgram([joining, { name: '.flaskenv', text: 'FLASK_APP=shop\n' }])).toEqual(['flask', 'db']);
});

test('the settings of Alembic may lie in pyproject.toml', () => {
	const text = '[project]\nname = "x"\n\n[tool.alembic]\nscript_location = "db"\n';
	expect(migrateProgram([{ name: 'pyproject.toml', text }])).toEqual(['alembic']);
	expect(migrateProgram([{ name: 'pyproject.toml', text: '[project]\n' }])).toEqual(['flask', 'db']);
});

test('the terminal greets with what can be typed: an init where there is no folder yet, else an upgrade', () => {
	expect(firstLines([])).toEqual(['flask db init', 'flask db migrate -m "…"', 'help']);
	expect(firstLines([env])).toEqual(['flask db upgrade', 'flask db migrate -m "…"', 'help']);
	expect(firstLines([env, { name: 'alembic.ini', text: '' }])).toEqual([
		'alembic upgrade head',
		'alembic revision --autogenerate -m "…"',
		'help'
	]);
	expect(firstLines([env, script('migrate = Migrate(app, db)\n')])).toEqual([
		'flask --app manage db upgrade',
		'python manage.py db upgrade',
		'flask --app manage db migrate -m "…"',
		'help'
	]);
	expect(firstMigration([env])).toBe('`flask db migrate` writes the first from the models.');
});
