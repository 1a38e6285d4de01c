import { revision as revisionFile } from '../../engine/python/revision-file.ts';

/** What a learner does in a terminal: a line, or a file written between two lines. */
export type Move =
	{ readonly line: string } | { readonly write: string; readonly text: string } | { readonly remove: string };

const app = (address: string, columns: string): string => `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = '${address}'

db = SQLAlchemy(app)
migrate = Migrate(app, db)


class User(db.Model):
    __tablename__ = 'users'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)
${columns}`;

const revision = (id: string, parent: string | undefined, up: string, down = 'pass'): Move => ({
	write: `migrations/versions/${id}_step.py`,
	text: revisionFile(id, parent, up, down)
});

const lines = (...all: readonly string[]): readonly Move[] => all.map((line) => ({ line }));

/** Every command of Flask-Migrate, and what a learner does wrong, one after another in one project on the database of that address. */
export const scriptOn = (address: string): readonly Move[] => [
	{ write: 'app.py', text: app(address, '') },
	...lines(
		'flask db',
		'flask db --help',
		'flask db upgrade --help',
		'flask db list-templates',
		'flask db upgrade',
		'flask db current',
		'flask db init',
		'flask db init',
		'flask db current',
		'flask db heads',
		'flask db history',
		'flask db upgrade',
		'flask db migrate -m users --rev-id a1',
		'flask db migrate -m again --rev-id a2',
		'flask db upgrade',
		'flask db upgrade',
		'flask db current',
		'flask db current -v',
		'flask db check'
	),
	{
		write: 'seed.py',
		text: `from app import User, app, db

with app.app_context():
    db.session.add_all(User(name=name) for name in ('Ada', 'Bo'))
    db.session.commit()
    print([user.name for user in User.query.order_by(User.id)])
`
	},
	...lines('python seed.py'),
	{ write: 'app.py', text: app(address, '    email = db.Column(db.String(120), index=True)\n') },
	...lines(
		'flask db check',
		'flask db migrate -m "add email to users, which is a long message to be cut" --rev-id b2',
		'flask db migrate',
		'flask db history',
		'flask db history -v',
		'flask db history -i',
		'flask db history -r a1:b2',
		'flask db history -r a1',
		'flask db show',
		'flask db show a1',
		'flask db show zz',
		'flask db upgrade +1',
		'flask db upgrade +9',
		'flask db downgrade',
		'flask db downgrade -1',
		'flask db downgrade -- -9',
		'flask db upgrade --sql',
		'flask db downgrade --sql',
		'flask db upgrade a1:b2 --sql',
		'flask db upgrade a1:b2',
		'flask db upgrade zz',
		'flask db upgrade head',
		'flask db stamp a1',
		'flask db current',
		'flask db stamp head',
		'flask db stamp --purge b2',
		'flask db revision -m empty --rev-id c3',
		'flask db revision -m bad --rev-id x-y',
		'flask db revision -m side --rev-id c4 --head b2',
		'flask db revision -m side --rev-id c4 --head b2 --splice',
		'flask db heads',
		'flask db heads -v',
		'flask db branches',
		'flask db branches -v',
		'flask db upgrade',
		'flask db revision -m more',
		'flask db upgrade heads',
		'flask db current',
		'flask db merge -m join --rev-id d5 c3 c4',
		'flask db merge heads -m nothing',
		'flask db upgrade',
		'flask db downgrade -- -1',
		'flask db upgrade',
		'flask db history'
	),
	revision('e6', 'd5', "op.execute('CREATE TABLE half (a)')\n    op.execute('CREATE TABLE nonsense')"),
	...lines('flask db upgrade', 'flask db current', 'flask db upgrade'),
	{ remove: 'migrations/versions/e6_step.py' },
	revision('e7', 'nobody', 'pass'),
	...lines('flask db upgrade', 'flask db heads'),
	{ remove: 'migrations/versions/e7_step.py' },
	{ write: 'migrations/versions/lost.py', text: '"""no revision here"""\nrevision = "e8"\n' },
	...lines('flask db heads'),
	{ remove: 'migrations/versions/lost.py' },
	revision(
		'e9',
		'd5',
		"with op.batch_alter_table('users') as batch:\n        batch.alter_column('name', nullable=True)"
	),
	...lines(
		'flask db upgrade',
		'flask db check',
		'flask db downgrade base',
		'flask db current',
		'flask db nonsense',
		'flask routes',
		'alembic -c migrations/alembic.ini heads',
		'alembic --version',
		'alembic init other',
		'alembic -c alembic.ini history',
		'python -c "import app; print(app.db.metadata.tables.keys())"',
		'python nothing.py'
	)
];
