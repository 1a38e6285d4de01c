import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { whyNoPython, wordsOf } from './node-python.ts';
import { grounds, openPeopleWithNicks } from './people-project.ts';
import { revision } from './revision-file.ts';
import { TypedProject } from './typed-project.ts';

const project = new TypedProject();
const { session } = project;

afterAll(() => session.close());

/** Runs a program, or another line, and tells how it ended. */
async function ends(program: string, line = 'python program.py') {
	project.texts.set('program.py', program);
	await project.send();
	let said = '';
	const request = { words: wordsOf(line), databaseFile: project.databaseFile };
	const { value } = await session.tool(request, ({ text }) => (said += text));
	return { ...value, said };
}

const endless = `class Me:
    def __repr__(self):
        return repr(self.you)

me, you = Me(), Me()
me.you, you.you = you, me
print("begun")
print(me)
`;

describe.skipIf(whyNoPython !== undefined).each(grounds)(
	'a command that ends Python itself, on $name',
	({ name, dialect }) => {
		beforeEach(() => openPeopleWithNicks(project, dialect));

		it('what calls itself without end is told of, and the next command works', async () => {
			const { exitCode, said } = await ends(endless);
			expect(exitCode).toBe(134);
			expect(said).toBe(
				'begun\nFatal Python error: Python itself ran out of stack, as something calls itself without end or is nested too deep. Python was started anew.\n'
			);
			expect((await project.run('flask db current')).said).toContain('b2');
			expect(await project.rows('SELECT count(*) FROM people')).toEqual([[2]]);
		});

		it('a program that reaches for memory that is not there ends as by a segmentation fault', async () => {
			const { exitCode, said } = await ends('import ctypes\nctypes.string_at(0xfffffff0)\n');
			expect(exitCode).toBe(139);
			expect(said).toBe(
				'Fatal Python error: Segmentation fault, as code in C went astray (in WebAssembly: memory access out of bounds). Python was started anew.\n'
			);
			expect((await project.run('flask db current')).said).toContain('b2');
		});

		it('a program that leaves on the spot has its exit code, what it wrote and what it committed', async () => {
			const address = dialect === 'sqlite' ? `sqlite:////project/${project.databaseFile}` : 'postgresql://';
			const { exitCode, said, written } = await ends(`import os
import sqlalchemy as sa

open('notes.txt', 'w').write('kept')
connection = sa.create_engine('${address}').connect()
connection.execute(sa.text("UPDATE people SET name = 'committed' WHERE id = 1"))
connection.commit()
connection.execute(sa.text("UPDATE people SET name = 'not committed' WHERE id = 2"))
os._exit(4)
`);
			expect({ exitCode, said }).toEqual({ exitCode: 4, said: '' });
			expect(written).toEqual([{ name: 'notes.txt', text: 'kept' }]);
			const names = await project.rows('SELECT name FROM people ORDER BY id');
			expect(names).toEqual([['committed'], ['Bo']]);
			expect((await project.run('flask db current')).said).toContain('b2');
		});

		it('a migration that aborts leaves what one leaves whose process is killed', async () => {
			const steps = `op.create_table('half', sa.Column('id', sa.Integer))\n    __import__('os').abort()`;
			project.texts.set('migrations/versions/c3_step.py', revision('c3', 'b2', steps, 'pass'));
			const { exitCode, said, steps: ran, state } = await ends('', 'flask db upgrade c3');
			expect(exitCode).toBe(134);
			expect(said).toContain('Fatal Python error: Aborted. Python was started anew.\n');
			expect(ran).toMatchObject([{ status: 'failed', revision: 'c3' }]);
			expect(state.current).toEqual(['b2']);
			// On SQLite, Alembic has no transaction around a migration.
			expect(Object.keys(state.rowCounts).includes('half')).toBe(name === 'SQLite');
		});
	}
);
