import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/index.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import type { Python, PythonEvent } from '../../../src/lib/python/python.ts';
import { nodePython, ran, whyNoPython } from './node-python.ts';
import { lecture } from './projects.ts';

describe.skipIf(whyNoPython !== undefined)('the lecture’s own tools on PostgreSQL', () => {
	let python: Python;
	let database: Database;

	beforeAll(async () => {
		[python, database] = await Promise.all([nodePython(), openDatabase('postgres')]);
	});

	afterAll(() => database.close());

	beforeEach(async () => {
		await database.execute('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
		useUrl('postgresql://me:secret@db.example/app');
	});

	/** The lecture's application on another database, as a learner changes its address. */
	function useUrl(url: string): void {
		const app = lecture.get('app.py')!.replace('sqlite:///app.db', url);
		python.files.replace(new Map([...lecture, ['app.py', app]]));
	}

	async function run(line: string) {
		const sources = [...python.files.all().values()].map((bytes) => new TextDecoder().decode(bytes));
		return ran(python, line, {}, await database.lend!(sources.join('\n')));
	}

	async function rowsOf(sql: string): Promise<readonly (readonly unknown[])[]> {
		return (await database.query(sql)).rows;
	}

	/** What the last words of a traceback are: the error itself, without where it was. */
	function errorOf(text: string): string {
		return text.slice(text.lastIndexOf('\nsqlalchemy.exc.') + 1);
	}

	function statementsIn(events: readonly PythonEvent[]): string[] {
		return events.flatMap((event) => (event.kind === 'statement' ? [event.sql.trim()] : []));
	}

	function migration(id: string, after: string | undefined, upgrade: string, downgrade = 'pass'): void {
		const indented = (code: string): string => code.trim().replaceAll(/^/gm, '    ');
		python.files.write(
			`migrations/versions/${id}.py`,
			`"""${id}"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '${id}'
down_revision = ${after === undefined ? 'None' : `'${after}'`}


def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`
		);
	}

	it('init, migrate, upgrade, current, check and downgrade do on PostgreSQL what they do elsewhere', async () => {
		expect((await run('flask db init')).text).toContain('migrations/env.py ...  done\n');
		expect((await run('flask db migrate -m "create users"')).text).toContain("Detected added table 'user'");
		const upgraded = await run('flask db upgrade');
		expect(upgraded).toMatchObject({ code: 0 });
		expect(upgraded.text).toContain('Context impl PostgresqlImpl.\n');
		expect(upgraded.text).toContain('Will assume transactional DDL.\n');
		expect(upgraded.text).toMatch(/Running upgrade {2}-> [0-9a-f]{12}, create users\n$/);
		expect((await run('flask db current')).text).toMatch(/^[0-9a-f]{12} \(head\)$/m);
		expect((await run('flask db check')).text).toContain('No new upgrade operations detected.\n');
		expect(await rowsOf(`SELECT count(*) FROM "user"`)).toEqual([[0]]);
		expect((await run('flask db downgrade')).code).toBe(0);
		expect(
			await rowsOf(`SELECT to_regclass('"user"')::text, (SELECT count(*) FROM alembic_version)`)
		).toEqual([[null, 0]]);
	});

	it.each(['postgresql+psycopg2', 'postgresql+psycopg', 'postgresql+pg8000'])(
		'an address with %s reaches the same PostgreSQL',
		async (scheme) => {
			useUrl(`${scheme}://someone@localhost:6543/other`);
			python.files.write(
				'ask.py',
				`from app import app, db

with app.app_context():
    print(db.session.execute(db.text('SELECT current_setting(\\'server_version_num\\')::int >= 140000')).scalar())
`
			);
			const { text, events } = await run('python ask.py');
			expect(text).toBe('True\n');
			expect(events).toContainEqual({ kind: 'database', url: 'postgresql://someone@localhost/other' });
		}
	);

	it('the observer hears every statement with its values, and how many rows it changed', async () => {
		await database.execute('CREATE TABLE "user" (id serial PRIMARY KEY, name text)');
		python.files.write(
			'seed.py',
			`from app import User, app, db

with app.app_context():
    db.session.add_all([User(name="O'Neil"), User(name='a\\\\b % %s'), User(name=None)])
    db.session.commit()
    db.session.execute(db.update(User).where(User.id > 1).values(name='é'))
    db.session.commit()
    print([user.name for user in User.query.order_by(User.id)])
`
		);
		const { text, events } = await run('python seed.py');
		expect(text).toBe(`["O'Neil", 'é', 'é']\n`);
		const told = events.filter((event) => event.kind === 'statement');
		const from = told.findIndex(({ sql }) => sql.startsWith('INSERT'));
		expect(told[from]!.sql).toContain(`('O''Neil', 0), ( E'a\\\\b % %s', 1), (NULL, 2)`);
		expect(told.slice(from).map(({ sql, changes }) => [sql.split(' ')[0], changes])).toEqual([
			['INSERT', 0],
			['COMMIT', 3],
			['BEGIN', 3],
			['UPDATE', 3],
			['COMMIT', 5],
			['BEGIN', 5],
			['SELECT', 5],
			['ROLLBACK', 5]
		]);
	});

	it('a failing upgrade leaves nothing: all revisions of the run are one transaction', async () => {
		await run('flask db init');
		migration('a1', undefined, "op.create_table('kept', sa.Column('id', sa.Integer()))");
		migration(
			'b1',
			'a1',
			"op.execute('INSERT INTO kept VALUES (1)')\nop.execute('SELECT nonsense FROM kept')"
		);
		const { code, text, events } = await run('flask db upgrade');
		expect(code).toBe(1);
		expect(errorOf(text))
			.toBe(`sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedColumn) column "nonsense" does not exist
LINE 1: SELECT nonsense FROM kept
               ^

[SQL: SELECT nonsense FROM kept]
(Background on this error at: https://sqlalche.me/e/21/f405)
`);
		expect(statementsIn(events).at(-1)).toBe('ROLLBACK');
		expect(await rowsOf(`SELECT to_regclass('kept')::text, to_regclass('alembic_version')::text`)).toEqual([
			[null, null]
		]);
	});

	it('with a transaction for each migration what ran before the failure stays', async () => {
		await run('flask db init');
		const env = new TextDecoder().decode(python.files.read('migrations/env.py'));
		python.files.write(
			'migrations/env.py',
			env.replaceAll('connection=connection,', 'connection=connection, transaction_per_migration=True,')
		);
		migration('a1', undefined, "op.create_table('kept', sa.Column('id', sa.Integer()))");
		migration(
			'b1',
			'a1',
			"op.execute('INSERT INTO kept VALUES (1)')\nop.execute('SELECT nonsense FROM kept')"
		);
		expect((await run('flask db upgrade')).code).toBe(1);
		expect(await rowsOf('SELECT version_num, (SELECT count(*) FROM kept) FROM alembic_version')).toEqual([
			['a1', 0]
		]);
	});

	it('ALTER TYPE … ADD VALUE runs in an autocommit block, and its value can be used at once', async () => {
		await run('flask db init');
		migration(
			'a1',
			undefined,
			`op.execute("CREATE TYPE mood AS ENUM ('fine')")
op.create_table('day', sa.Column('mood', postgresql.ENUM('fine', name='mood', create_type=False)))`
		);
		migration(
			'b1',
			'a1',
			`with op.get_context().autocommit_block():
    op.execute("ALTER TYPE mood ADD VALUE 'glad'")
op.execute("INSERT INTO day VALUES ('glad')")`
		);
		expect(await run('flask db upgrade')).toMatchObject({ code: 0 });
		expect(await rowsOf('SELECT mood::text, version_num FROM day, alembic_version')).toEqual([
			['glad', 'b1']
		]);
	});

	it('an error says what psycopg2 says: message, place, detail and hint, and the class of its SQLSTATE', async () => {
		await database.execute(
			`CREATE TABLE "user" (id serial PRIMARY KEY, name varchar(5) UNIQUE CHECK (name <> 'no'), age int NOT NULL DEFAULT 1);
			INSERT INTO "user" (name) VALUES ('Ada');
			CREATE FUNCTION refuse() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never' USING HINT = 'ask again'; END $$;`
		);
		python.files.write(
			'fail.py',
			`import sys
from app import app, db

with app.app_context():
    try:
        db.session.execute(db.text(sys.argv[1]), {'name': 'Ada'})
    except db.exc.DBAPIError as error:
        print(type(error).__name__, error.orig.pgcode)
        print(error)
`
		);
		const said = async (sql: string): Promise<string> =>
			(await run(`python fail.py "${sql}"`)).text.replace(/\n\(Background on this error at: .*/, '');
		expect(await said(`INSERT INTO public.user (name) VALUES (:name)`)).toBe(`IntegrityError 23505
(psycopg2.errors.UniqueViolation) duplicate key value violates unique constraint "user_name_key"
DETAIL:  Key (name)=(Ada) already exists.

[SQL: INSERT INTO public.user (name) VALUES (%(name)s)]
[parameters: {'name': 'Ada'}]
`);
		expect(await said(`UPDATE public.user SET name = 'no'`)).toContain(`IntegrityError 23514
(psycopg2.errors.CheckViolation) new row for relation "user" violates check constraint "user_name_check"
DETAIL:  Failing row contains (1, no, 1).
`);
		expect(await said(`UPDATE public.user SET name = 'far too long'`)).toContain(`DataError 22001
(psycopg2.errors.StringDataRightTruncation) value too long for type character varying(5)
`);
		expect(await said(`SELEC 1`)).toContain(`ProgrammingError 42601
(psycopg2.errors.SyntaxError) syntax error at or near "SELEC"
LINE 1: SELEC 1
        ^
`);
		expect(
			await said(`SELECT id, name, age, id + name, id, name, age, id, name, age, id, name FROM public.user`)
		).toContain(
			`(psycopg2.errors.UndefinedFunction) operator does not exist: integer + character varying
LINE 1: SELECT id, name, age, id + name, id, name, age, id, name, ag...
                                 ^
`
		);
		expect(await said(`SELECT refuse()`)).toContain(`InternalError P0001
(psycopg2.errors.RaiseException) never
HINT:  ask again
CONTEXT:  PL/pgSQL function refuse() line 1 at RAISE
`);
		expect(await said(`SELECT pg_catalog.set_config('work_mem', 'nonsense', false)`)).toContain(
			'DataError 22023\n'
		);
		expect(await said(`COPY public.user FROM STDIN`)).toContain(
			"ProgrammingError None\n(psycopg2.ProgrammingError) can't execute COPY FROM STDIN: nobody"
		);
	});

	it('a server-side type keeps its values: Enum, ARRAY, JSONB, UUID, TIMESTAMP, bytes, numbers and ranges', async () => {
		python.files.write(
			'types_there.py',
			`import datetime, decimal, enum, uuid
from app import app, db
from sqlalchemy.dialects import postgresql as pg

class Mood(enum.Enum):
    fine = 1
    glad = 2

class Thing(db.Model):
    id = db.Column(db.Uuid, primary_key=True)
    mood = db.Column(db.Enum(Mood))
    moods = db.Column(pg.ARRAY(db.Enum(Mood)))
    tags = db.Column(pg.ARRAY(db.String))
    grid = db.Column(pg.ARRAY(db.Integer, dimensions=2))
    facts = db.Column(pg.JSONB)
    more = db.Column(db.JSON)
    at = db.Column(db.DateTime)
    zoned = db.Column(pg.TIMESTAMP(timezone=True))
    day = db.Column(db.Date)
    hour = db.Column(db.Time)
    span = db.Column(db.Interval)
    photo = db.Column(db.LargeBinary)
    price = db.Column(db.Numeric(8, 2))
    weight = db.Column(db.Float)
    big = db.Column(db.BigInteger)
    yes = db.Column(db.Boolean)
    place = db.Column(pg.INET)
    numbers = db.Column(pg.INT4RANGE)
    many = db.Column(pg.INT4MULTIRANGE)
    text = db.Column(db.Text)

values = dict(
    id=uuid.UUID('12345678-1234-5678-1234-567812345678'), mood=Mood.glad, moods=[Mood.fine, Mood.glad],
    tags=['a', "b'c", 'd,"e', ''], grid=[[1, 2], [3, 4]], facts={'a': [1, None, 'é'], '%s': '%(x)s'}, more=[1, 'x'],
    at=datetime.datetime(2026, 1, 2, 3, 4, 5, 678), zoned=datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc),
    day=datetime.date(2026, 1, 2), hour=datetime.time(3, 4, 5), span=datetime.timedelta(days=-2, seconds=5, microseconds=7),
    photo=b'\\x00\\xff\\\\', price=decimal.Decimal('-12.50'), weight=-1.5, big=-2**62, yes=True, place='10.0.0.1',
    numbers=pg.Range(1, 5), many=pg.MultiRange([pg.Range(1, 3), pg.Range(7, 9)]), text='100 %\\n\\\\ "quoted"',
)
with app.app_context():
    db.metadata.create_all(db.engine)
    db.session.add(Thing(**values))
    db.session.add(Thing(id=uuid.uuid4()))
    db.session.commit()
    thing = db.session.get(Thing, values['id'])
    for name, value in values.items():
        if getattr(thing, name) != value:
            print(name, repr(value), repr(getattr(thing, name)))
    print(db.session.scalar(db.select(db.func.count()).where(Thing.tags.contains(['a']), Thing.facts['a'][2].astext == 'é', Thing.mood.in_([Mood.glad]))))
`
		);
		expect((await run('python types_there.py')).text).toBe('1\n');
		expect(await rowsOf(`SELECT count(*) FROM thing WHERE tags IS NULL`)).toEqual([[1]]);
	});

	it('a second connection inside a transaction with changes is a savepoint of it', async () => {
		python.files.write(
			'two.py',
			`from app import app, db
with app.app_context():
    one, two = db.engine.connect(), db.engine.connect()
    one.execute(db.text('CREATE TABLE t (a int)'))
    two.execute(db.text('INSERT INTO t VALUES (1)'))
    two.commit()
    two.execute(db.text('INSERT INTO t VALUES (2)'))
    two.rollback()
    try:
        two.execute(db.text('INSERT INTO nowhere VALUES (1)'))
    except db.exc.ProgrammingError:
        two.rollback()
    two.execute(db.text('INSERT INTO t VALUES (3)'))
    try:
        one.execute(db.text('INSERT INTO t VALUES (4)'))
    except db.exc.OperationalError as error:
        print(str(error).splitlines()[1])
    two.rollback()
    one.execute(db.text('INSERT INTO t VALUES (5)'))
    one.commit()
`
		);
		expect((await run('python two.py')).text).toBe(
			'HINT:  Commit or roll back the other one before this connection goes on.\n'
		);
		expect(await rowsOf('SELECT a FROM t ORDER BY a')).toEqual([[1], [5]]);
	});

	it('a transaction that has only read does not take back what another connection commits', async () => {
		await database.execute('CREATE TABLE t (a int)');
		python.files.write(
			'reads.py',
			`from app import app, db
with app.app_context():
    reader = db.engine.connect()
    print(reader.scalar(db.text('SELECT count(*) FROM t')))
    with db.engine.begin() as writer:
        writer.execute(db.text('INSERT INTO t VALUES (1)'))
    print(reader.scalar(db.text('SELECT count(*) FROM t')))
    failed = db.engine.connect()
    try:
        failed.execute(db.text('nonsense'))
    except db.exc.ProgrammingError:
        pass
    with db.engine.begin() as writer:
        writer.execute(db.text('INSERT INTO t VALUES (2)'))
    try:
        failed.execute(db.text('SELECT 1'))
    except db.exc.InternalError as error:
        print(error.orig.pgcode)
    failed.rollback()
    print(failed.scalar(db.text('SELECT count(*) FROM t')))
    reader.rollback()
`
		);
		expect((await run('python reads.py')).text).toBe('0\n1\n25P02\n2\n');
		expect(await rowsOf('SELECT a FROM t ORDER BY a')).toEqual([[1], [2]]);
	});

	it('what a program leaves open is rolled back, and its settings, tables and plans are gone', async () => {
		python.files.write(
			'leaves.py',
			`from app import app, db
with app.app_context():
    autocommit = db.engine.connect().execution_options(isolation_level='AUTOCOMMIT')
    autocommit.execute(db.text("SET search_path TO nowhere"))
    autocommit.execute(db.text("PREPARE mine AS SELECT 1"))
    autocommit.execute(db.text("CREATE TEMP TABLE passing (a int)"))
    connection = db.engine.connect()
    connection.execute(db.text('CREATE TABLE public.never (a int)'))
    raise SystemExit(3)
`
		);
		expect((await run('python leaves.py')).code).toBe(3);
		const [[path, tables, plans, state] = []] = await rowsOf(
			`SELECT current_setting('search_path'), (SELECT count(*) FROM pg_class WHERE relname IN ('passing', 'never')),
				(SELECT count(*) FROM pg_prepared_statements WHERE name = 'mine'), pg_current_xact_id_if_assigned()::text`
		);
		expect([path, tables, plans, state]).toEqual(['"$user", public', 0, 0, null]);
	});

	it('what the engine has prepared in the session outlives a command', async () => {
		await database.query('PREPARE look AS SELECT 7');
		await run('flask db init');
		await run('flask db migrate -m "create users"');
		await run('flask db upgrade');
		expect(await rowsOf('EXECUTE look')).toEqual([[7]]);
		await database.query('DEALLOCATE look');
	});

	it('--sql prints the script that would run, and touches no database', async () => {
		await run('flask db init');
		migration(
			'a1',
			undefined,
			`op.create_table('day', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('share', sa.String(9)))
op.execute("UPDATE day SET share = '100 %'")`,
			"op.drop_table('day')"
		);
		const { text, events } = await run('flask db upgrade --sql');
		expect(text).toContain(`BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

`);
		expect(text).toContain(`CREATE TABLE day (
    id SERIAL NOT NULL, 
    share VARCHAR(9), 
    PRIMARY KEY (id)
);

`);
		// As natively: what is compiled for psycopg2 doubles its percent signs, and Flask-Migrate's env.py leaves it so.
		expect(text).toContain("UPDATE day SET share = '100 %%';\n");
		expect(text.endsWith('COMMIT;\n\n')).toBe(true);
		expect(events.filter(({ kind }) => kind === 'database' || kind === 'statement')).toEqual([]);
		expect((await run('flask db upgrade')).code).toBe(0);
		expect((await run('flask db downgrade a1:base --sql')).text).toContain('DROP TABLE day;\n');
	});

	it('a migration may make an extension that the project’s files name', async () => {
		await run('flask db init');
		migration(
			'a1',
			undefined,
			`op.execute('CREATE EXTENSION citext')\nop.execute('CREATE TABLE t (a citext)')`
		);
		expect(await run('flask db upgrade')).toMatchObject({ code: 0 });
		await database.execute('DROP EXTENSION citext CASCADE');
	});

	it('autogenerate sees on PostgreSQL what has changed in the models', async () => {
		await run('flask db init');
		await run('flask db migrate -m first');
		await run('flask db upgrade');
		const app = new TextDecoder().decode(python.files.read('app.py'));
		python.files.write(
			'app.py',
			app.replace('db.String(128))', 'db.String(64))\n    tags = db.Column(db.ARRAY(db.String), index=True)')
		);
		const { text } = await run('flask db migrate -m second');
		expect(text).toContain("Detected added column 'user.tags'");
		expect(text).toContain(
			"Detected type change from VARCHAR(length=128) to String(length=64) on 'user.name'"
		);
		expect(await run('flask db upgrade')).toMatchObject({ code: 0 });
		expect((await run('flask db check')).text).toContain('No new upgrade operations detected.\n');
		expect(await run('flask db downgrade base')).toMatchObject({ code: 0 });
	});

	it('thirty commands in a row leave no connection behind, and no warning is printed', async () => {
		await run('flask db init');
		await run('flask db migrate -m first');
		const live = `python -c "import gc; from updown_host.postgres_driver import Connection; print(sum(isinstance(one, Connection) for one in gc.get_objects()))"`;
		console.log(
			(
				await run(`python -c "
import gc
from updown_host.postgres_driver import Connection
def show(o, d):
    print('  ' * d, type(o), str(o)[:100])
    if d < 4:
        for r in gc.get_referrers(o):
            if type(r).__name__ not in ('frame', 'list_iterator', 'list'): show(r, d + 1)
for one in gc.get_objects():
    if isinstance(one, Connection): show(one, 0)
"`)
			).text
		);
		let text = '';
		for (let round = 0; round < 10; round++)
			for (const line of ['upgrade', 'current', 'downgrade']) text += (await run(`flask db ${line}`)).text;
		expect(text).not.toMatch(/warning|error|exception/i);
		expect((await run(live)).text).toBe('0\n');
	});

	it('importing psycopg2 says what to do instead', async () => {
		const { code, text } = await run('python -c "import psycopg2.extras"');
		expect(code).toBe(1);
		expect(text).toContain("\nModuleNotFoundError: No module named 'psycopg2': it is written in C");
		expect((await run('python -c "import sqlalchemy.dialects.postgresql.psycopg2"')).code).toBe(0);
	});

	it('without PostgreSQL a program is told that there is none', () => {
		ran(python, 'flask db init');
		const { code, text } = ran(python, 'flask db current');
		expect(code).toBe(1);
		expect(errorOf(text))
			.toContain(`sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "db.example", port 5432 failed: Connection refused
	Is the server running on that host and accepting TCP/IP connections?
This project has no PostgreSQL here:`);
	});
});
