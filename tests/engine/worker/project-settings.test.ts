import { describe, expect, test } from 'vitest';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { file, linkTo, newSession } from './bench.ts';

describe('what a project has set', () => {
	test('can be chosen from what its database offers', async () => {
		const session = newSession();
		await session.open({ dialect: 'sqlite', foreignKeys: true });
		const { value } = await session.choices();
		expect(value).toMatchObject({ usualTarget: '3.35', extensions: [] });
		expect(value.targets).toContain('3.35');
		await session.close();
	});

	test('marks the folder and schema.sql as they are in the worker', async () => {
		const session = newSession();
		await session.setFolder([file('0001', 'CREATE TABLE t (a INTEGER) STRICT;', 'DROP TABLE t;')]);
		await session.open({ dialect: 'sqlite', foreignKeys: true });
		const problems = async (target?: string) =>
			(await session.versionProblems('SELECT 1_000;', target)).value.map(({ file, span }) => [
				file,
				span?.start.line
			]);
		expect(await problems()).toEqual([
			['0001_step.sql', 4],
			['schema.sql', 1]
		]);
		expect(await problems('3.37')).toEqual([['schema.sql', 1]]);
		await session.close();
	});

	test('changes the database that is open: extensions come and go, unless something still needs one', async () => {
		const session = newSession();
		await session.open({ dialect: 'postgres', foreignKeys: true });
		const names = (schema: {
			readonly objects: readonly { readonly kind: string; readonly name: string }[];
		}) => schema.objects.flatMap(({ kind, name }) => (kind === 'extension' ? [name] : []));
		const on = await session.setExtensions(['earthdistance', 'hstore']);
		expect(on.value.problem).toBeUndefined();
		expect(names(on.value.state.schema)).toEqual(['cube', 'earthdistance', 'hstore']);
		expect(on.image?.byteLength).toBeGreaterThan(0);
		await session.console('CREATE TABLE t (a hstore)', 10);
		const refused = await session.setExtensions(['earthdistance']);
		expect(refused.value.problem?.message).toContain('hstore');
		expect(names(refused.value.state.schema)).toEqual(['cube', 'earthdistance', 'hstore']);
		await session.console('DROP TABLE t', 10);
		const off = await session.setExtensions([]);
		expect(names(off.value.state.schema)).toEqual([]);
		await session.close();
	});

	test('is there again after the worker was ended: the extensions', async () => {
		const hanging = { console: () => new Promise<never>(() => undefined) };
		let started = 0;
		const client = createEngineClient(() => linkTo(newSession(), started++ === 0 ? hanging : {}));
		const extensions = ['hstore'];
		const { schema } = await client.open({ dialect: 'postgres', foreignKeys: true, extensions });
		expect(schema.objects.map(({ kind, name }) => `${kind} ${name}`)).toContain('extension hstore');
		expect((await client.choices()).extensions.map(({ name }) => name)).toContain('hstore');
		expect(await client.schemaSql()).toEqual({
			ok: true,
			value: expect.not.stringContaining('hstore') as string
		});
		const stopped = client.console('SELECT 1', 10).catch(() => 'stopped');
		// The call is under way once the line has moved.
		await new Promise((resolve) => setTimeout(resolve));
		await client.stop();
		expect(await stopped).toBe('stopped');
		const { answers } = await client.console("SELECT 'a=>1'::hstore -> 'a'", 10);
		expect(answers).toMatchObject([{ kind: 'rows', rows: [['1']] }]);
		client.dispose();
	});
});
