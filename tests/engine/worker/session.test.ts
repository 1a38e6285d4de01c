import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../src/lib/engine/run/step.ts';
import type { Moment } from '../../../src/lib/worker/before.ts';
import type { EngineSession } from '../../../src/lib/worker/session.ts';
import { file, newSession, pets } from './bench.ts';

/** A session with an empty database and the folder of pets, run up to `target`. */
async function petsAt(target?: string, files = pets): Promise<EngineSession> {
	const session = newSession();
	await session.setFolder(files);
	await session.open({ dialect: 'sqlite', foreignKeys: true });
	if (target !== undefined) await session.run({ kind: 'upgrade', target }, () => undefined);
	return session;
}

/** The columns of pets as a schema has them, as one text. */
function columns(schema: { readonly objects: readonly { readonly kind: string }[] }): string {
	const table = schema.objects.find((object) => object.kind === 'table') as
		{ readonly columns: readonly { readonly name: string }[] } | undefined;
	return (table?.columns ?? []).map(({ name }) => name).join(' ');
}

describe('running migrations', () => {
	test('an upgrade tells the state it leads to', async () => {
		const session = await petsAt();
		const { value, image } = await session.run({ kind: 'upgrade', target: 'head' }, () => undefined);
		expect(value.result.status).toBe('applied');
		expect(value.state).toMatchObject({ current: ['0003'], rowCounts: { pets: 2 } });
		expect(value.state.ledger.map(({ revision }) => revision)).toEqual(['0001', '0002', '0003']);
		expect(image?.byteLength).toBeGreaterThan(0);
	});

	test('its events come in order', async () => {
		const session = await petsAt();
		const heard: RunEvent['kind'][] = [];
		await session.run({ kind: 'upgrade', target: '+1' }, ({ kind }) => heard.push(kind));
		expect(heard).toEqual(['planned', 'stepStarted', 'statementRun', 'statementRun', 'stepFinished']);
	});

	test('a listener that throws ends the run, and the step under way is undone', async () => {
		const session = await petsAt('0001');
		const broken = session.run({ kind: 'upgrade', target: 'head' }, ({ kind }) => {
			if (kind === 'statementRun') throw new Error('The listener is broken.');
		});
		await expect(broken).rejects.toThrow('The listener is broken.');
		const { value } = await session.run({ kind: 'upgrade', target: '+1' }, () => undefined);
		expect([value.result.status, value.state.current]).toEqual(['applied', ['0002']]);
	});

	test('a run that does nothing changes neither the version nor the image', async () => {
		const session = await petsAt('head');
		const { version } = (await session.state()).value;
		const reply = await session.run({ kind: 'upgrade', target: 'head' }, () => undefined);
		expect(reply.value.result.status).toBe('nothing');
		expect([reply.image, reply.before, reply.value.state.version]).toEqual([undefined, undefined, version]);
	});

	test('an abort is heard between two statements and keeps the steps that were finished', async () => {
		const busy =
			'WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 30000) SELECT max(x) FROM n;';
		const session = await petsAt(undefined, [
			...pets.slice(0, 1),
			file('0002', busy.repeat(200), 'SELECT 1;')
		]);
		const { value } = await session.run({ kind: 'upgrade', target: 'head' }, (event) => {
			if (event.kind === 'statementRun' && event.revision === '0002') setTimeout(() => session.abort());
		});
		expect(value.result.status).toBe('stopped');
		expect(value.state.current).toEqual(['0001']);
		expect(value.state.rowCounts).toEqual({ pets: 2 });
	});

	test('a folder with other files changes what counts as current', async () => {
		const session = await petsAt('0001');
		await session.setFolder([]);
		expect((await session.state()).value.ledger).toHaveLength(1);
		await session.setFolder(pets);
		expect((await session.state()).value.current).toEqual(['0001']);
	});
});

describe('what the views compare with', () => {
	test('one step: the database before it, which is the image of the reply before', async () => {
		const session = await petsAt('0001');
		const { value, before } = await session.run({ kind: 'upgrade', target: '+1' }, () => undefined);
		expect(before?.image).toBe('earlier');
		expect([columns(value.before), columns(value.state.schema)]).toEqual(['id name', 'id name age']);
	});

	test('several steps: the database before the last of them', async () => {
		const session = await petsAt();
		const { value, before } = await session.run({ kind: 'upgrade', target: '0002' }, () => undefined);
		expect(before?.image).toBeInstanceOf(Uint8Array);
		expect([columns(value.before), columns(value.state.schema)]).toEqual(['id name', 'id name age']);
		const { value: page } = await session.rows({ table: 'pets', offset: 0, limit: 10, side: 'before' });
		expect(page.columns.map(({ name }) => name)).toEqual(['id', 'name']);
	});

	test('several steps that end in a failure: the database before the whole run', async () => {
		const session = await petsAt(undefined, [...pets, file('0004', 'SELECT * FROM nothing;')]);
		const { value } = await session.run({ kind: 'upgrade', target: 'head' }, () => undefined);
		expect(value.result.status).toBe('failed');
		expect(value.state.current).toEqual(['0003']);
		expect([columns(value.before), columns(value.state.schema)]).toEqual(['', 'id name age']);
	});

	test('nothing was run: the database as it is', async () => {
		const session = await petsAt();
		const { value } = await session.run({ kind: 'upgrade', target: 'nowhere' }, () => undefined);
		expect(value.result.status).toBe('refused');
		expect(value.before).toEqual(value.state.schema);
	});

	test('rows of both sides carry their fate, down to the cell', async () => {
		const session = await petsAt('head');
		const { value: page } = await session.rows({ table: 'pets', offset: 0, limit: 10, side: 'both' });
		expect(page.fates).toMatchObject({ changed: 1, kept: 1, added: 0, lost: 0 });
		expect(page.rows.map(({ fate }) => fate)).toEqual(['changed', 'kept']);
	});

	test('a renamed column is the same column: its values are kept, not lost and added', async () => {
		const rename = file('0002', 'ALTER TABLE pets RENAME COLUMN name TO called;', 'SELECT 1;');
		const session = await petsAt('0001', [...pets.slice(0, 1), rename]);
		const { value } = await session.run({ kind: 'upgrade', target: '+1' }, () => undefined);
		const [step] = value.result.steps;
		expect(step?.status === 'applied' && step.frame.changes).toEqual([
			{ kind: 'renameColumn', table: 'pets', from: 'name', to: 'called' }
		]);
		const { value: page } = await session.rows({ table: 'pets', offset: 0, limit: 10, side: 'both' });
		expect(page.fates).toMatchObject({ kept: 2, changed: 0, added: 0, lost: 0 });
		expect(page.columns.map(({ name }) => name)).toEqual(['id', 'called']);
	});

	test('where no step has been run there is no before, and rows are as they are', async () => {
		const image = (await (await petsAt('0001')).snapshot()).value;
		const session = newSession();
		await session.open({ dialect: 'sqlite', foreignKeys: true, image });
		const { value: page } = await session.rows({ table: 'pets', offset: 0, limit: 10, side: 'both' });
		expect([page.total, page.fates]).toEqual([2, undefined]);
	});
});

describe('opening', () => {
	test('an image is opened as it is, and is not handed back', async () => {
		const image = (await (await petsAt('head')).snapshot()).value;
		const session = newSession();
		await session.setFolder(pets);
		const reply = await session.open({ dialect: 'sqlite', foreignKeys: true, image });
		expect(reply.image).toBeUndefined();
		expect(reply.value).toMatchObject({ current: ['0003'], rowCounts: { pets: 2 } });
	});

	test('bytes that are no database are refused, and the database before stays', async () => {
		const session = await petsAt('head');
		const image = new TextEncoder().encode('This is not a database, only some text. '.repeat(100));
		await expect(session.open({ dialect: 'sqlite', foreignKeys: true, image })).rejects.toThrow(
			'not a database'
		);
		const { value } = await session.console('SELECT count(*) FROM pets', 10);
		expect(value.answers).toMatchObject([{ kind: 'rows', rows: [[2]] }]);
	});

	test('a session that takes over goes on counting versions and keeps what is compared with', async () => {
		const first = await petsAt();
		const { value, image, before } = await first.run({ kind: 'upgrade', target: '0002' }, () => undefined);
		const session = newSession();
		await session.setFolder(pets);
		const state = await session.open(
			{ dialect: 'sqlite', foreignKeys: true, image: image! },
			{ version: value.state.version, before: before as Moment }
		);
		expect(state.value.version).toBe(value.state.version + 1);
		const { value: page } = await session.rows({ table: 'pets', offset: 0, limit: 10, side: 'before' });
		expect(page.columns.map(({ name }) => name)).toEqual(['id', 'name']);
	});

	test('work without a database is a bug and says so', async () => {
		await expect(newSession().schemaSql()).rejects.toThrow('No database is open.');
	});
});

describe('asking for more', () => {
	test('autogenerate compares with schema.sql on a database of its own', async () => {
		const session = await petsAt('head');
		const desired = 'CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT, age INTEGER, toy TEXT);';
		const { value } = await session.autogenerate({ desired, renames: [] });
		expect(value).toMatchObject({ kind: 'changes', changes: [{ kind: 'addColumn', table: 'pets' }] });
		expect((await session.state()).value.rowCounts).toEqual({ pets: 2 });
	});

	test('the schema can be had as statements that make it', async () => {
		const session = await petsAt('head');
		expect((await session.schemaSql()).value).toEqual({
			ok: true,
			value: expect.stringMatching(/CREATE TABLE "?pets"?/) as string
		});
	});

	test('a structure that no order of statements makes is a problem with a name', async () => {
		const session = newSession();
		await session.open({ dialect: 'postgres', foreignKeys: true });
		await session.console(
			`CREATE FUNCTION even(int) RETURNS boolean LANGUAGE sql RETURN true;
			CREATE FUNCTION odd(int) RETURNS boolean LANGUAGE sql RETURN $1 > 0 AND even($1 - 1);
			CREATE OR REPLACE FUNCTION even(int) RETURNS boolean LANGUAGE sql RETURN $1 = 0 OR odd($1 - 1);`,
			10
		);
		expect((await session.schemaSql()).value).toMatchObject({ ok: false, problems: [{ code: 'no-order' }] });
	});
});
