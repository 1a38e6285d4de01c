import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { parseFolder } from '../../../src/lib/engine/migration/folder.ts';
import { readLedger, runCommand, runToEnd } from '../../../src/lib/engine/run/index.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { FolderSchema } from '../../../src/lib/worker/folder-schema.ts';
import type { EngineClient } from '../../../src/lib/worker/protocol.ts';
import { file, linkTo, newSession, pets } from './bench.ts';

async function petsAtHead(files = pets, dialect: 'sqlite' | 'postgres' = 'sqlite'): Promise<EngineClient> {
	const client = createEngineClient(() => linkTo(newSession(), {}));
	await client.setFolder(files);
	await client.open({ dialect, foreignKeys: true });
	const { result } = await client.run({ kind: 'upgrade', target: 'head' });
	expect(result.status).toBe('applied');
	return client;
}

const plain = [
	file('0001', 'CREATE TABLE pets (id INTEGER PRIMARY KEY, name VARCHAR(9));', 'DROP TABLE pets;'),
	file('0002', "INSERT INTO pets VALUES (1, 'Rex'), (2, 'Tom');", 'DELETE FROM pets;')
];

describe.each(['sqlite', 'postgres'] as const)('drift in the worker on %s', (dialect) => {
	it('is there after a statement of the console that changed the structure, and looking changes nothing', async () => {
		const client = await petsAtHead(plain, dialect);
		expect(await client.drift({ inPassing: true })).toEqual({ kind: 'none' });
		const { state } = await client.console('ALTER TABLE pets ADD COLUMN toy VARCHAR(9);', 10);
		const seen = await client.drift({ inPassing: true });
		expect(seen.kind === 'drifted' && seen.words).toEqual(['Added `toy` to pets.']);
		await client.console('SELECT 1;', 10);
		expect((await client.state()).version).toBe(state.version);
		client.dispose();
	});

	it('is put back whole, and the checkpoint from before brings it again', async () => {
		const client = await petsAtHead(plain, dialect);
		await client.console("ALTER TABLE pets ADD COLUMN toy VARCHAR(9); UPDATE pets SET toy = 'ball';", 10);
		const before = client.checkpoint!;
		const { reply, tables, refusal } = await client.undrift({ way: 'putBack', renames: [] });
		expect(refusal).toBeUndefined();
		expect(tables).toMatchObject([{ table: 'pets', columns: [{ name: 'toy', lost: 2 }] }]);
		if (reply.kind !== 'changes') throw new Error(reply.kind);
		const { result, state } = await client.putBack(reply.migration.upgrade);
		expect([result.status, state.rowCounts.pets]).toEqual(['applied', 2]);
		expect(await client.drift()).toEqual({ kind: 'none' });
		await client.open({ dialect, foreignKeys: true, image: before });
		expect((await client.drift()).kind).toBe('drifted');
		client.dispose();
	});
});

describe('looking in passing', () => {
	it('gives way to whatever is asked meanwhile', async () => {
		const many = Array.from({ length: 400 }, (_, at) =>
			file(String(at + 1).padStart(4, '0'), `CREATE TABLE t${at} (id INTEGER);`, `DROP TABLE t${at};`)
		);
		const client = await petsAtHead(many);
		const look = client.drift({ inPassing: true });
		const late = client.drift({ inPassing: true });
		const run = client.run({ kind: 'downgrade', target: '-1' });
		for (const seen of [await look, await late]) {
			expect(seen).toMatchObject({ kind: 'unknown', problem: { code: 'stopped' } });
		}
		expect((await run).result.status).toBe('applied');
		expect(await client.drift({ inPassing: true })).toEqual({ kind: 'none' });
		client.dispose();
	});
});

describe('what the folder makes', () => {
	it('is replayed once for as long as applied files and ledger stay as they are', async () => {
		const database = await openDatabase('sqlite');
		let replays = 0;
		const made = new FolderSchema();
		const clock = { now: () => '2026-11-26T12:00:00.000Z', elapsed: () => 0 };
		const look = async (files = pets) => {
			const context = { database, ...parseFolder(files), clock };
			const openSecond = () => {
				replays++;
				return openDatabase('sqlite');
			};
			const seen = await made.drift({ context, ledger: await readLedger(database), openSecond }, {});
			return [seen.kind, replays];
		};
		const run = (target: string) =>
			runToEnd(runCommand({ database, ...parseFolder(pets), clock }, { kind: 'upgrade', target }));
		await run('0002');
		expect(await look()).toEqual(['none', 1]);
		await database.execute('CREATE TABLE other (id INTEGER);');
		expect(await look()).toEqual(['drifted', 1]);
		// A file that is not applied decides nothing.
		expect(await look([...pets.slice(0, 2), file('0003', 'SELECT 1;')])).toEqual(['drifted', 1]);
		expect(await look([pets[0]!, file('0002', 'SELECT 1;'), pets[2]!])).toEqual(['drifted', 2]);
		await run('0003');
		expect(await look()).toEqual(['drifted', 3]);
	});
});
