import { afterEach, describe, expect, it } from 'vitest';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { isOfMigration } from '../../../src/lib/worker/own-statement.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { lecture } from './projects.ts';
import { nodeSession } from './typed-project.ts';

/** The lecture's project, whose `env.py` is edited before anything is migrated. */
async function projectWith(
	dialect: 'sqlite' | 'postgres',
	url: string,
	inConfigure: string
): Promise<{ session: EngineSession; run: (line: string) => ReturnType<typeof answered> }> {
	const session = nodeSession();
	const texts = new Map(lecture);
	texts.set('app.py', texts.get('app.py')!.replace('sqlite:///app.db', url));
	const send = () =>
		session.setFolder(
			[...texts].map(([name, text]) => ({ name, text })),
			'python'
		);
	let databaseFile: string | undefined;
	const run = (line: string) => answered(session, line, texts, databaseFile, (file) => (databaseFile = file));
	await session.open({ dialect, foreignKeys: true });
	await send();
	await run('flask db init');
	const env = texts.get('migrations/env.py')!;
	const edited = env.replaceAll(
		'target_metadata=get_metadata()',
		`target_metadata=get_metadata(), ${inConfigure}`
	);
	expect(edited).not.toBe(env);
	texts.set('migrations/env.py', edited);
	await send();
	return { session, run };
}

async function answered(
	session: EngineSession,
	line: string,
	texts: Map<string, string>,
	databaseFile: string | undefined,
	learn: (file: string | undefined) => void
) {
	let said = '';
	const { value } = await session.tool({ words: wordsOf(line), databaseFile }, ({ text }) => (said += text));
	learn(value.databaseFile);
	for (const { name, text } of value.written) texts.set(name, text);
	expect(value.exitCode, said).toBe(0);
	return { ...value, said };
}

describe.skipIf(whyNoPython !== undefined)('a table for versions that env.py calls otherwise', () => {
	let open: EngineSession | undefined;
	afterEach(() => open?.close());

	it('is read for the line of versions, and no frame tells of it, on SQLite', async () => {
		const { session, run } = await projectWith('sqlite', 'sqlite:///app.db', "version_table='Our versions'");
		open = session;
		await run('flask db migrate -m "create users"');
		const { steps, state } = await run('flask db upgrade');
		expect(state.current).toEqual([steps[0]!.revision]);
		expect(steps).toMatchObject([
			{ frame: { from: [], changes: [{ kind: 'addObject', object: { name: 'user' } }], statements: [{}] } }
		]);
		expect(steps.flatMap((step) => (step.status === 'applied' ? step.frame.tables : []))).toMatchObject([
			{ table: 'user' }
		]);
		expect((await run('flask db downgrade')).state.current).toEqual([]);
	});

	it('is read in the schema that it is in, on PostgreSQL', async () => {
		const { session, run } = await projectWith(
			'postgres',
			'postgresql://localhost/lecture',
			"version_table='versions', version_table_schema='app'"
		);
		open = session;
		await session.console('CREATE SCHEMA app', 10);
		await run('flask db migrate -m "create users"');
		const { steps, state } = await run('flask db upgrade');
		expect(state.current).toEqual([steps[0]!.revision]);
		expect(steps).toMatchObject([{ status: 'applied', frame: { statements: [{}] } }]);
	});
});

describe('a statement of the place that Alembic keeps', () => {
	const place = [
		'CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)',
		'CREATE TABLE app.versions (\n\tversion_num VARCHAR(32) NOT NULL\n)\n\n',
		"INSERT INTO versions (version_num) VALUES ('a1')",
		"UPDATE app.versions SET version_num='b2' WHERE app.versions.version_num = 'a1'",
		'SELECT versions.version_num \nFROM versions',
		`UPDATE "Our versions" SET version_num='b2' WHERE "Our versions".version_num = 'a1'`,
		"DELETE FROM versions WHERE versions.version_num = 'a1'"
	];
	it.each(place)('is none of the migration: %s', (sql) => {
		expect(isOfMigration({ sql })).toBe(false);
	});

	it.each([
		'DELETE FROM users',
		"UPDATE users SET name='x' WHERE users.id = 1",
		'CREATE TABLE papers (id INTEGER, version_num INTEGER)',
		'INSERT INTO papers (id, version_num) VALUES (1, 2)'
	])('is not taken for one: %s', (sql) => {
		expect(isOfMigration({ sql })).toBe(true);
	});
});
