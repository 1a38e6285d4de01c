import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { revision } from './revision-file.ts';
import type { TypedProject } from './typed-project.ts';

/** The databases that a Python project can have. */
export const grounds = [
	{ name: 'SQLite', dialect: 'sqlite', address: 'sqlite:///app.db' },
	{ name: 'PostgreSQL', dialect: 'postgres', address: 'postgresql://localhost/app' }
] as const;

/** Four migrations of people and their pets, none of them applied. */
export async function openPeople(project: TypedProject, dialect: DialectName): Promise<void> {
	const address = grounds.find((ground) => ground.dialect === dialect)!.address;
	await project.open(dialect, [
		[
			'app.py',
			`from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = '${address}'
db = SQLAlchemy(app)
migrate = Migrate(app, db)
`
		]
	]);
	await project.run('flask db init');
	for (const [id, parent, up, down] of [
		[
			'a1',
			undefined,
			"op.create_table('people', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(80)))",
			"op.drop_table('people')"
		],
		[
			'b2',
			'a1',
			"op.add_column('people', sa.Column('nick', sa.String(80)))",
			"op.drop_column('people', 'nick')"
		],
		['c3', 'b2', "op.create_index('by_name', 'people', ['name'])", 'pass'],
		['d4', 'c3', "op.create_table('pets', sa.Column('id', sa.Integer))", "op.drop_table('pets')"]
	] as const)
		project.texts.set(`migrations/versions/${id}_step.py`, revision(id, parent, up, down));
	await project.send();
}

/** The same with the first two applied, and two people of whom one has a nick. */
export async function openPeopleWithNicks(project: TypedProject, dialect: DialectName): Promise<void> {
	await openPeople(project, dialect);
	await project.run('flask db upgrade b2');
	await project.session.console(
		"INSERT INTO people (id, name, nick) VALUES (1, 'Ada', 'A'), (2, 'Bo', NULL)",
		10
	);
}
