import { expect, test } from 'vitest';
import { file, newSession, pets } from './bench.ts';

const open = file(
	'0002',
	'ALTER TABLE pets ADD COLUMN age INTEGER; UPDATE pets SET age = 3;',
	'ALTER TABLE pets DROP COLUMN age;'
);
const files = [
	pets[0]!,
	{ ...open, text: open.text.replace('-- migrate:up', '-- migrate:up transaction:false') }
];

test('a plug that is pulled leaves its wreck in the database, and the image from before brings everything back', async () => {
	const session = newSession();
	await session.setFolder(files);
	await session.open({ dialect: 'sqlite', foreignKeys: true });
	const { image: before, value: first } = await session.run(
		{ kind: 'upgrade', target: '0001' },
		() => undefined
	);
	const request = { direction: 'upgrade', revision: '0002', statement: 1, after: true } as const;
	const { value, image } = await session.pullPlug(request);
	expect(value.result).toMatchObject({ ok: true, value: { own: { remain: 1, told: 0 } } });
	expect(value.state.ledger.at(-1)).toMatchObject({ state: 'partial-upgrade', statementsApplied: 0 });
	expect(image).toBeDefined();

	await session.open({ dialect: 'sqlite', foreignKeys: true, image: before! });
	const { value: back } = await session.state();
	expect(back).toMatchObject({ schema: first.state.schema, ledger: first.state.ledger });
});

test('where the step does not get that far, the database counts as unchanged', async () => {
	const session = newSession();
	await session.setFolder(files);
	const { value: opened } = await session.open({ dialect: 'sqlite', foreignKeys: true });
	const request = { direction: 'upgrade', revision: '0002', statement: 1, after: true } as const;
	const { value, image } = await session.pullPlug(request);
	expect(value.result).toMatchObject({ ok: false, problems: [{ code: 'not-next' }] });
	expect([value.state.version, image]).toEqual([opened.version, undefined]);
});
