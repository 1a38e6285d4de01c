import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import type { TypedProject } from './typed-project.ts';

/** The databases that a Python project can have. */
export const grounds = [
	{ name: 'SQLite', dialect: 'sqlite', address: 'sqlite:///app.db' },
	{ name: 'PostgreSQL', dialect: 'postgres', address: 'postgresql://localhost/app' }
] as const;

/** A revision file whose two functions have one statement each. */
export const revision = (
	id: string,
	parent: string | undefined,
	up: string,
	down: string
) => `"""step ${id}"""
import sqlalchemy as sa
from alembic import op

revision = '${id}'
down_revision = ${parent === undefined ? 'None' : `'${parent}'`}
branch_labels = None
depends_on = None


def upgrade():
    ${up}


def downgrade():
    ${down}
`;

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
