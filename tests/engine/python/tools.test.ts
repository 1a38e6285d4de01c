import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Python } from '../../../src/lib/python/python.ts';
import { UnknownProgram } from '../../../src/lib/python/python.ts';
import { nodePython, ran, whyNoPython } from './node-python.ts';
import { lecture } from './projects.ts';

describe.skipIf(whyNoPython !== undefined)('the lecture’s own tools, on CPython in WebAssembly', () => {
	let python: Python;

	beforeAll(async () => {
		python = await nodePython();
	});

	beforeEach(() => python.files.replace(lecture));

	/** The name and text of the newest migration. */
	function newest(): { path: string; text: string } {
		const versions = [...python.files.all()].filter(([path]) => path.startsWith('migrations/versions/'));
		const [path, bytes] = versions.at(-1)!;
		return { path, text: new TextDecoder().decode(bytes) };
	}

	it('Flask-Migrate writes its folder, a migration from the models, and runs it up and down', () => {
		expect(ran(python, 'flask db init').text).toContain('Generating /project/migrations/env.py ...  done\n');
		const written = ran(python, 'flask db migrate -m "create users"');
		expect(written.text).toContain("Detected added table 'user'");
		const { path, text } = newest();
		expect(path).toMatch(/^migrations\/versions\/[0-9a-f]{12}_create_users\.py$/);
		expect(text).toContain("op.create_table('user',\n    sa.Column('id', sa.Integer(), nullable=False),");
		const id = /Revision ID: (\w+)/.exec(text)![1]!;
		expect(ran(python, 'flask db upgrade')).toMatchObject({
			code: 0,
			text: expect.stringContaining(`Running upgrade  -> ${id}, create users\n`) as unknown
		});
		expect(ran(python, 'flask db current').text).toContain(`${id} (head)\n`);
		expect(ran(python, 'flask db check').text).toContain('No new upgrade operations detected.\n');
		expect(ran(python, 'flask db downgrade').text).toContain(`Running downgrade ${id} -> , create users\n`);
	});

	it('Flask-Script’s manage.py does the same by MigrateCommand', () => {
		expect(ran(python, 'python manage.py db').text).toContain(
			'{init,revision,migrate,edit,merge,upgrade,downgrade,show,history,heads,branches,current,stamp}'
		);
		for (const line of ['init', 'migrate', 'upgrade', 'downgrade'])
			expect(ran(python, `python manage.py db ${line}`)).toMatchObject({ code: 0 });
		expect(ran(python, 'python manage.py db history').text).toMatch(
			/^<base> -> [0-9a-f]{12} \(head\), empty message\n$/
		);
	});

	it('Alembic runs by its own command', () => {
		ran(python, 'alembic init alembic');
		expect(ran(python, 'alembic revision -m first --rev-id a1')).toMatchObject({
			code: 0,
			text: 'Generating /project/alembic/versions/a1_first.py ...  done\n'
		});
		expect(ran(python, 'alembic heads').text).toBe('a1 (head)\n');
		expect(ran(python, 'alembic show nope')).toMatchObject({
			code: 255,
			text: expect.stringContaining("Can't locate revision identified by 'nope'") as unknown
		});
	});

	it('says which database a command opens, its statements, and where each migration begins', () => {
		for (const line of ['init', 'migrate']) ran(python, `flask db ${line}`);
		const id = /Revision ID: (\w+)/.exec(newest().text)![1]!;
		const { events } = ran(python, 'flask db upgrade');
		expect(events).toContainEqual({ kind: 'database', path: '/project/instance/app.db' });
		const step = events.findIndex(({ kind }) => kind === 'step');
		expect(events[step]).toMatchObject({ kind: 'step', direction: 'upgrade', revision: id });
		const after = events
			.slice(step)
			.flatMap((event) => (event.kind === 'statement' ? [event.sql.trim()] : []));
		expect(after[0]).toContain('CREATE TABLE user (');
		expect(events.at(-1)).toMatchObject({ kind: 'stepsDone' });
	});

	it('a statement is told once, however many triggers it fires, and as often as a program runs it', () => {
		python.files.write(
			'fires.py',
			`import sqlalchemy as sa

insert = sa.text('INSERT INTO pets DEFAULT VALUES')
with sa.create_engine('sqlite:///pets.db').begin() as connection:
    for sql in (
        'CREATE TABLE pets (name DEFAULT 1)',
        'CREATE TABLE log (name)',
        'CREATE TRIGGER noted AFTER INSERT ON pets BEGIN INSERT INTO log VALUES (new.name); END',
    ):
        connection.execute(sa.text(sql))
    connection.execute(insert)
    connection.execute(insert)
    print(connection.scalar(sa.text('SELECT count(*) FROM log')))
`
		);
		const { text, events } = ran(python, 'python fires.py');
		expect(text).toBe('2\n');
		const inserts = events.filter((event) => event.kind === 'statement' && event.sql.startsWith('INSERT'));
		expect(inserts).toHaveLength(2);
	});

	it('each command begins as a new process does: nothing of the one before is left', () => {
		python.files.write('settings.py', 'value = 1\n');
		expect(ran(python, 'python -c "import settings; print(settings.value)"').text).toBe('1\n');
		python.files.write('settings.py', 'value = 2\n');
		expect(ran(python, 'python -c "import settings; print(settings.value)"').text).toBe('2\n');
		python.files.write(
			'listens.py',
			`import logging, os, sqlalchemy as sa, warnings
from sqlalchemy.engine import Engine

@sa.event.listens_for(Engine, 'connect')
def heard(connection, record):
    print('connected')

logging.basicConfig(level='INFO')
logging.info('told')
warnings.warn('once')
os.environ['LEFT'] = 'behind'
with sa.create_engine('sqlite://').connect():
    pass
`
		);
		const first = ran(python, 'python listens.py');
		expect(first.text.match(/connected/g)).toHaveLength(1);
		expect(ran(python, 'python listens.py').text).toBe(first.text);
		expect(ran(python, `python -c "import os; print(os.environ.get('LEFT'))"`).text).toBe('None\n');
	});

	it('what a program does to Python itself is gone before the next command', () => {
		python.files.write(
			'tampers.py',
			`import builtins, contextvars, io, json, os, random, sys, time, types, atexit

random.seed(1)
print(random.random())
open('/tmp/left', 'w').close()
contextvars.ContextVar('mine').set(1)
sys.setrecursionlimit(250)
sys.excepthook = sys.unraisablehook = sys.displayhook = lambda *_: None
sys.modules['decimal'] = types.ModuleType('decimal')
sys.stderr.write = lambda text: None
json.loads = builtins.print = builtins.dict = None
builtins.mine = time.time = lambda: 0
os.environ = {}
sys.stdout.close()
sys.stdout = io.StringIO()
`
		);
		python.files.write(
			'looks.py',
			`import builtins, contextvars, decimal, json, os, random, sys, time

print(json.loads('[1]'), time.time() > 1, hasattr(builtins, 'mine'), os.environ['HOME'], os.listdir('/tmp'))
print(decimal.Decimal(1), sys.getrecursionlimit(), len(contextvars.copy_context()), dict(a=1))
print(random.random())
raise ValueError('told')
`
		);
		const before = ran(python, 'python looks.py').text.split('\n');
		const [seeded] = ran(python, 'python tampers.py').text.split('\n');
		const after = ran(python, 'python looks.py').text.split('\n');
		expect(after[0]).toBe('[1] True False /home/user []');
		expect(after[2]).not.toBe(seeded);
		const withoutChance = (lines: string[]) => lines.filter((_, at) => at !== 2);
		expect(withoutChance(after)).toEqual(withoutChance(before));
		expect(after.at(-2)).toBe('ValueError: told');
	});

	it('functions for the end of a program run at its end, and none of them later', () => {
		const line = `python -c "import atexit; atexit.register(print, 'ended'); print('runs')"`;
		expect(ran(python, line)).toMatchObject({ code: 0, text: 'runs\nended\n' });
		expect(ran(python, line).text).toBe('runs\nended\n');
		expect(
			ran(python, `python -c "import atexit, sys; atexit.register(print, 'ended'); sys.exit(3)"`)
		).toMatchObject({ code: 3, text: 'ended\n' });
	});

	it('a program’s exit code and traceback are those of a process', () => {
		expect(ran(python, 'python -c "raise SystemExit(7)"').code).toBe(7);
		expect(ran(python, 'python -c "import sys; sys.exit(\'no\')"')).toMatchObject({ code: 1, text: 'no\n' });
		python.files.write('wrong.py', 'def f():\n    return 1 / 0\n\nf()\n');
		expect(ran(python, 'python wrong.py')).toMatchObject({
			code: 1,
			text: `Traceback (most recent call last):
  File "/project/wrong.py", line 4, in <module>
    f()
    ~^^
  File "/project/wrong.py", line 2, in f
    return 1 / 0
           ~~^~~
ZeroDivisionError: division by zero
`
		});
		python.files.write('syntax.py', 'def f(:\n');
		expect(ran(python, 'python syntax.py').text).toContain(
			'  File "/project/syntax.py", line 1\n    def f(:\n'
		);
		expect(ran(python, 'python nope.py')).toMatchObject({
			code: 2,
			text: "python: can't open file '/project/nope.py': [Errno 2] No such file or directory\n"
		});
	});

	it('a traceback shows the lines of the libraries too', () => {
		expect(ran(python, 'python -c "import json; json.loads(0)"').text).toContain(
			"    raise TypeError(f'the JSON object must be str, bytes or bytearray, '\n"
		);
	});

	it('a server says that nobody can reach it, and what to do', () => {
		expect(ran(python, 'flask run')).toMatchObject({
			text: expect.stringContaining('test_client()') as unknown
		});
	});

	it('a program sees neither the page around it nor the network, and asking for too much ends in an error', () => {
		expect(ran(python, 'python -c "import js; js.fetch"').text).toContain('AttributeError: fetch');
		expect(ran(python, 'python -c "import pyodide_js"').text).toContain('ModuleNotFoundError');
		expect(ran(python, 'python -c "f = lambda: f(); f()"').text).toContain('RecursionError');
		const threads = 'python -c "import threading; threading.Thread(target=print).start()"';
		expect(ran(python, threads).text).toContain("RuntimeError: can't start new thread");
		expect(ran(python, 'python -c "import os; os.fork()"')).toMatchObject({ code: 1 });
		expect(ran(python, 'python -c "input()"').text).toContain('EOFError');
		expect(ran(python, 'python -c "print(1)"').text).toBe('1\n');
	});

	it('a program that is not there is told by its name', () => {
		expect(() => ran(python, 'git status')).toThrow(UnknownProgram);
	});

	it('pip lists what there is', () => {
		expect(ran(python, 'pip list').text).toMatch(/^Package +Version\n-+ -+\nalembic +1\.20\.1\n/);
	});
});
