import { expect, it } from 'vitest';
import { accept, checkLedger, runToEnd } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, folder, migration } from './support.ts';

const shop = {
	'0001_users.sql': migration('CREATE TABLE users (id INTEGER PRIMARY KEY);', 'DROP TABLE users;'),
	'0002_tags.sql': migration('CREATE TABLE tags (id INTEGER PRIMARY KEY);', 'DROP TABLE tags;'),
	'0003_notes.sql': migration('CREATE TABLE notes (id INTEGER PRIMARY KEY);', 'DROP TABLE notes;')
};
const edited = `${shop['0001_users.sql']}-- more\n`;

everyDialect('accept on %s', (dialect) => {
	const open = async () => {
		const bench = await Bench.open(shop, true, dialect);
		await bench.upgrade();
		return bench;
	};
	const take = (bench: Bench, ...targets: readonly string[]) => runToEnd(accept(bench.context, targets));
	const codes = async (bench: Bench) =>
		checkLedger(folder(bench.files).graph, await bench.ledger()).map(({ code }) => code);

	it('takes an edited file as it is and leaves alone what rests on it', async () => {
		const bench = await open();
		bench.files = { ...shop, '0001_users.sql': edited };
		const before = await everythingIn(bench.database);
		expect(await take(bench, '0001')).toMatchObject({ status: 'applied', current: ['0003'] });
		expect(await codes(bench)).toEqual([]);
		expect((await bench.ledger()).map(({ revision, state }) => `${revision} ${state}`)).toEqual([
			'0001 stamped',
			'0002 applied',
			'0003 applied'
		]);
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('forgets a revision whose file is gone, and keeps what it made', async () => {
		const bench = await open();
		const { '0003_notes.sql': _, ...rest } = shop;
		bench.files = rest;
		expect(await take(bench, '0003')).toMatchObject({ status: 'applied', current: ['0002'] });
		expect(await codes(bench)).toEqual([]);
		expect(await bench.tables()).toContain('notes');
	});

	it('takes all of them where none is named, and has nothing to do the second time', async () => {
		const bench = await open();
		bench.files = { '0001_users.sql': edited, '0002_tags.sql': shop['0002_tags.sql'] };
		expect(await take(bench)).toMatchObject({ status: 'applied', current: ['0002'] });
		expect(await take(bench)).toMatchObject({ status: 'nothing' });
	});

	it('refuses what is not applied and what is half done', async () => {
		const bench = await open();
		await bench.downgrade();
		const refusal = await take(bench, '0003');
		expect(refusal).toMatchObject({ status: 'refused', problems: [{ code: 'not-applied' }] });
		bench.files = {
			...shop,
			'0003_notes.sql': migration('CREATE TABLE notes (id INTEGER); SELECT nope;', '', {
				up: 'transaction:false'
			})
		};
		await bench.upgrade();
		expect(await take(bench, '0003')).toMatchObject({
			status: 'refused',
			problems: [{ code: 'partial-step' }]
		});
	});
});
