import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isLossy } from '../../../src/lib/engine/rows/table-fates.ts';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import type { ModelsReply } from '../../../src/lib/worker/models/reply.ts';
import { whyNoPython } from './node-python.ts';
import { TypedProject } from './typed-project.ts';

type Compared = Extract<ModelsReply, { readonly kind: 'compared' }>;

const grounds = [
	{ name: 'SQLite', dialect: 'sqlite', address: 'sqlite:///app.db', user: 'user' },
	{ name: 'PostgreSQL', dialect: 'postgres', address: 'postgresql://localhost/app', user: '"user"' }
] as const;

/** An application with one model, whose table and columns are these. */
const app = (address: string, columns: string, table = 'user') => `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = '${address}'

db = SQLAlchemy(app)
migrate = Migrate(app, db)


class User(db.Model):
    __tablename__ = '${table}'

    id = db.Column(db.Integer, primary_key=True)
${columns.replace(/^/gm, '    ')}
`;

const start = `name = db.Column(db.String(80))
age = db.Column(db.Integer)`;

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'the models of a Python project compared with its database by Alembic and by Updown, on $name',
	({ dialect, address, user }) => {
		const project = new TypedProject();
		const { session } = project;

		afterAll(() => session.close());

		beforeEach(async () => {
			await project.open(dialect, [['app.py', app(address, start)]]);
			await project.run('flask db init');
			await project.run('flask db migrate -m users');
			await project.run('flask db upgrade');
			await session.console(`INSERT INTO ${user} (name, age) VALUES ('Ada', 36), ('Bo', 7)`, 10);
		});

		async function compared(
			columns: string,
			decided: {
				readonly renames?: readonly Rename[];
				readonly add?: readonly string[];
				readonly leaveOut?: readonly string[];
			} = {},
			table?: string
		): Promise<Compared> {
			project.texts.set('app.py', app(address, columns, table));
			await project.send();
			const before = await session.snapshot();
			const { value } = await session.compareModels({
				words: ['flask', 'db', 'migrate', '-m', 'more'],
				databaseFile: project.databaseFile,
				renames: [],
				add: [],
				leaveOut: [],
				...decided
			});
			if (value.kind !== 'compared') throw new Error(JSON.stringify(value));
			const rows = await session.console(`SELECT name, age FROM ${user} ORDER BY id`, 10);
			expect(rows.value.answers, 'the database is as it was').toMatchObject([
				{
					rows: [
						['Ada', 36],
						['Bo', 7]
					]
				}
			]);
			if (dialect === 'sqlite') expect(await session.snapshot()).toEqual(before);
			return value;
		}

		const summary = ({ lines }: Compared) => lines.map(({ foundBy, words }) => `${foundBy}: ${words}`);

		it('a model that the database already has leaves nothing to write', async () => {
			const { lines, file } = await compared(start);
			expect(lines).toEqual([]);
			expect(file).toBeUndefined();
		});

		it('a rule to which the model gives no name may have any in the database', async () => {
			const named = `name = db.Column(db.String(80))
age = db.Column(db.Integer)
__table_args__ = (db.UniqueConstraint('name', name='no_twins'),)`;
			project.texts.set('app.py', app(address, named));
			await project.send();
			await project.run('flask db migrate -m twins');
			await project.run('flask db upgrade');
			const { lines } = await compared(named.replace(", name='no_twins'", ''));
			expect(lines).toEqual([]);
		});

		it('what both find is one line with Alembic’s own code, and the file is tried there and back', async () => {
			const reply = await compared(`${start}\nemail = db.Column(db.String(99), index=True)`);
			expect(summary(reply).sort()).toEqual([
				'both: Added `email` to user.'.replace('user', user),
				`both: Added index ix_user_email on ${user} (\`email\`).`
			]);
			expect(reply.lines.map(({ code }) => code).join()).toContain('add_column(');
			expect(reply.trial).toEqual({ left: [], notBack: [] });
			expect(reply.file?.text).toContain("sa.Column('email', sa.String(length=99), nullable=True)");
		});

		const missed = `name = db.Column(db.String(80), server_default='nobody')
age = db.Column(db.Integer)
__table_args__ = (db.CheckConstraint('age >= 0', name='not_before_birth'),)`;

		it('a check and a default that Alembic misses are marked, and written as op code where they are wanted', async () => {
			const plain = await compared(missed);
			expect(plain.lines.map(({ foundBy, written }) => [foundBy, written])).toEqual([
				['updown', false],
				['updown', false]
			]);
			expect(plain.file).toBeUndefined();
			const whole = await compared(missed, { add: plain.lines.map(({ key }) => key) });
			expect(whole.trial).toEqual({ left: [], notBack: [] });
			const { text } = whole.file!;
			expect(text).toContain("create_check_constraint('not_before_birth'");
			expect(text).toContain("drop_constraint('not_before_birth'");
			expect(text).toContain("server_default='nobody'");
			expect(text.includes('batch_alter_table'), text).toBe(true);
			const one = await compared(missed, {
				add: plain.lines.filter(({ words }) => words.includes('check')).map(({ key }) => key)
			});
			expect(one.file?.text).not.toContain('server_default');
			expect(one.trial?.left).toHaveLength(1);
		});

		it('what no directive of op says is written as the SQL that Updown has for it', async () => {
			const columns = `name = db.Column(db.String(80, collation='${dialect === 'sqlite' ? 'NOCASE' : 'C'}'))
age = db.Column(db.Integer)`;
			const plain = await compared(columns);
			const added = await compared(columns, {
				add: plain.lines.filter(({ foundBy }) => foundBy === 'updown').map(({ key }) => key)
			});
			expect(plain.lines, JSON.stringify(plain)).toMatchObject([{ foundBy: 'updown' }]);
			expect(added.file?.text).toContain('op.execute(');
			expect(added.trial).toEqual({ left: [], notBack: [] });
		});

		it.runIf(dialect === 'postgres')(
			'the type of a new column, which Alembic does not make, comes before the column where it is added',
			async () => {
				const columns = `${start}\nmood = db.Column(db.Enum('calm', 'glad', name='mood'))`;
				const plain = await compared(columns);
				const add = plain.lines.filter(({ foundBy }) => foundBy === 'updown').map(({ key }) => key);
				const whole = await compared(columns, { add });
				expect(whole.trial, whole.file?.text).toEqual({ left: [], notBack: [] });
			}
		);

		it('a view is nothing that models say, so it is named and left alone', async () => {
			await session.console(`CREATE VIEW grown AS SELECT name FROM ${user} WHERE age > 17`, 10);
			const { lines, leftAlone } = await compared(start);
			expect(lines).toEqual([]);
			expect(leftAlone).toEqual(['view grown']);
		});

		it('a drop and an add that may be a rename are asked about, and the answer is written as a rename', async () => {
			const columns = `full_name = db.Column(db.String(80))
age = db.Column(db.Integer)`;
			const asked = await compared(columns);
			expect(asked.suggestions).toMatchObject([
				{ rename: { kind: 'column', from: 'name', to: 'full_name' } }
			]);
			expect(asked.effects).toMatchObject([{ rows: 2, values: 2 }]);
			expect(summary(asked)).toHaveLength(2);
			const renamed = await compared(columns, { renames: [asked.suggestions[0]!.rename] });
			expect(renamed.lines).toMatchObject([{ change: { kind: 'renameColumn' } }]);
			expect(renamed.trial).toEqual({ left: [], notBack: [] });
			expect(renamed.file?.text).toContain("new_column_name='full_name'");
			expect(renamed.file?.text).toContain("new_column_name='name'");
			expect(renamed.file?.text).not.toContain('drop_column');
		});

		it('a column with an index and a rule is renamed there and back, and none of its values is lost', async () => {
			const code = 'code = db.Column(db.String(9), index=True, unique=True)';
			project.texts.set('app.py', app(address, `${start}\n${code}`));
			await project.send();
			await project.run('flask db migrate -m code');
			await project.run('flask db upgrade');
			await session.console(`UPDATE ${user} SET code = name`, 10);
			const rename = { kind: 'column', table: user, from: 'code', to: 'sign' } as const;
			const columns = `${start}\n${code.replace('code', 'sign')}`;
			const { file, trial, lines } = await compared(columns, { renames: [rename] });
			expect(lines.map(({ change }) => change?.kind)).toContain('renameColumn');
			expect(trial).toEqual({ left: [], notBack: [] });
			project.texts.set('migrations/versions/sign.py', file!.text);
			await project.send();
			for (const line of ['flask db upgrade', 'flask db downgrade']) {
				const [step] = (await project.run(line)).steps;
				const frame = step?.status === 'applied' ? step.frame : undefined;
				expect(frame?.changes.map(({ kind }) => kind)).toContain('renameColumn');
				expect(frame?.changes.map(({ kind }) => kind)).not.toContain('dropColumn');
				expect(frame?.tables?.filter(isLossy)).toEqual([]);
			}
		});

		it('a renamed column that is NOT NULL keeps the name of that rule, and nothing is missed', async () => {
			const columns = `name = db.Column(db.String(80), nullable=False)
age = db.Column(db.Integer)`;
			project.texts.set('app.py', app(address, columns));
			await project.send();
			await project.run('flask db migrate -m named');
			await project.run('flask db upgrade');
			const rename = { kind: 'column', table: user, from: 'name', to: 'full_name' } as const;
			const { lines, trial } = await compared(columns.replace('name', 'full_name'), { renames: [rename] });
			expect(lines).toMatchObject([{ foundBy: 'both', change: { kind: 'renameColumn' } }]);
			expect(trial).toEqual({ left: [], notBack: [] });
		});

		it('a renamed table is one op.rename_table, and what else is new of it comes along', async () => {
			const columns = `${start}\nemail = db.Column(db.String(99))`;
			const asked = await compared(columns, {}, 'users');
			expect(asked.suggestions).toMatchObject([{ rename: { kind: 'table', from: user, to: 'users' } }]);
			const renames = [asked.suggestions[0]!.rename];
			const renamed = await compared(columns, { renames }, 'users');
			expect(renamed.file?.text).toContain("op.rename_table('user', 'users')");
			const add = renamed.lines.filter(({ foundBy }) => foundBy === 'updown').map(({ key }) => key);
			const whole = await compared(columns, { renames, add }, 'users');
			expect(whole.trial, whole.file?.text).toEqual({ left: [], notBack: [] });
			// A sequence made anew would give the first row's number to the next.
			expect(whole.file?.text).not.toContain('SEQUENCE');
		});

		it('what Alembic finds can be left out', async () => {
			const columns = `${start}\nemail = db.Column(db.String(99))\nzip = db.Column(db.String(9))`;
			const all = await compared(columns);
			const [first] = all.lines;
			const rest = await compared(columns, { leaveOut: [first!.key] });
			expect(rest.lines.map(({ written }) => written)).toEqual([false, true]);
			expect(rest.file?.text).not.toContain('email');
			expect(rest.trial?.left).toHaveLength(1);
		});

		it('a migration that the rows refuse is told before it is saved', async () => {
			const reply = await compared(`${start}\nemail = db.Column(db.String(99), nullable=False)`);
			expect(reply.trial?.refused).toMatchObject({ direction: 'upgrade' });
			expect(reply.lines).toMatchObject([{ foundBy: 'both' }]);
		});

		it('the command writes what was shown, once it is told what was decided', async () => {
			const { decided, file } = await compared(missed, {
				add: (await compared(missed)).lines.map(({ key }) => key)
			});
			let said = '';
			const { value } = await session.tool(
				{ words: ['flask', 'db', 'migrate', '-m', 'more'], databaseFile: project.databaseFile, decided },
				({ text }) => (said += text)
			);
			const plain = (text = '') => text.replace(/[0-9a-f]{12}|Create Date:.*/g, '');
			expect(plain(value.written[0]?.text), said).toBe(plain(file?.text));
		});
	}
);
