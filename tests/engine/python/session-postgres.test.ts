import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { nodeSession } from './typed-project.ts';
import { lecture } from './projects.ts';

describe.skipIf(whyNoPython !== undefined)('a Python project in the worker, on PostgreSQL', () => {
	const texts = new Map(lecture);
	let session: EngineSession;

	beforeAll(async () => {
		session = nodeSession();
		texts.set('app.py', texts.get('app.py')!.replace('sqlite:///app.db', 'postgresql://localhost/lecture'));
		await session.open({ dialect: 'postgres', foreignKeys: true });
		await send();
		await run('flask db init');
		await run('flask db migrate -m users');
	});

	afterAll(() => session.close());

	function send() {
		return session.setFolder(
			[...texts].map(([name, text]) => ({ name, text })),
			'python'
		);
	}

	async function run(line: string, trial = false) {
		let said = '';
		const request = { words: wordsOf(line), databaseFile: undefined, trial };
		const { value } = await session.tool(request, ({ text }) => (said += text));
		for (const { name, text } of value.written) texts.set(name, text);
		return { ...value, said };
	}

	async function names(): Promise<unknown> {
		const { value } = await session.console('SELECT name FROM "user" ORDER BY id', 10);
		return value.answers[0]?.kind === 'rows' ? value.answers[0].rows.flat() : value.answers;
	}

	it('goes up with a frame, and the line of versions follows', async () => {
		const { steps, state, said } = await run('flask db upgrade');
		expect(steps, said).toMatchObject([
			{ status: 'applied', frame: { from: [], changes: [{ kind: 'addObject' }, { kind: 'addObject' }] } }
		]);
		expect(state.current).toEqual([steps[0]!.revision]);
	});

	it('shares its rows with the SQL console, and a frame tells what became of them', async () => {
		await session.console(`INSERT INTO "user" (name) VALUES ('Ada'), ('Bo')`, 10);
		texts.set(
			'app.py',
			texts
				.get('app.py')!
				.replace('String(128))', "String(128))\n    email = db.Column(db.String(99), server_default='none')")
		);
		await send();
		const { said } = await run('flask db migrate -m email');
		expect(said).toContain("Detected added column 'user.email'");
		const { steps } = await run('flask db upgrade');
		expect(steps).toMatchObject([
			{
				status: 'applied',
				frame: { changes: [{ kind: 'addColumn' }], tables: [{ table: '"user"', rows: { kept: 2 } }] }
			}
		]);
		expect(await names()).toEqual(['Ada', 'Bo']);
	});

	it('a rehearsal shows what a downgrade would lose, and nothing of it stays', async () => {
		const { steps, state } = await run('flask db downgrade', true);
		expect(steps).toMatchObject([
			{ status: 'applied', frame: { tables: [{ columns: [{ name: 'email', fate: 'lost', lost: 2 }] }] } }
		]);
		expect(state.current).toHaveLength(1);
		const { value } = await session.console('SELECT email FROM "user"', 10);
		expect(value.answers).toMatchObject([{ rows: [['none'], ['none']] }]);
	});

	it('a failure leaves nothing, because the whole command is one transaction', async () => {
		await run('flask db revision -m broken --rev-id b1');
		const name = 'migrations/versions/b1_broken.py';
		texts.set(
			name,
			texts
				.get(name)!
				.replace('pass', "op.execute('CREATE TABLE stuck (a int)')\n    op.execute('CREATE TABLE nonsense')")
		);
		await send();
		const { exitCode, steps, state } = await run('flask db upgrade');
		expect(exitCode).toBe(1);
		expect(steps).toMatchObject([{ status: 'failed', revision: 'b1', stuck: 0 }]);
		expect(Object.keys(state.rowCounts)).not.toContain('stuck');
		expect(await names()).toEqual(['Ada', 'Bo']);
	});
});
