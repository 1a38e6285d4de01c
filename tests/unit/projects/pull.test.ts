import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incomingOf, lastTogether, pulled, type Texts } from '../../../src/lib/projects/pull.ts';

function texts(files: Readonly<Record<string, string>>, schemaSql = ''): Texts {
	return { files: Object.entries(files).map(([name, text]) => ({ name, text })), schemaSql };
}

const asRecord = ({ files }: Texts) => Object.fromEntries(files.map(({ name, text }) => [name, text]));

describe('a pull', () => {
	test('takes what only the other one has written, changed or deleted, and leaves mine alone', () => {
		const common = texts({ a: '1', b: '1', c: '1' });
		const mine = texts({ a: '1', b: '1', c: '1', mine: '1' });
		const incoming = incomingOf(common, mine, texts({ a: '2', c: '1', theirs: '1' }));
		expect(incoming.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
			'changed a',
			'gone b',
			'new theirs'
		]);
		expect(asRecord(pulled(mine, incoming, {}))).toEqual({ a: '2', c: '1', mine: '1', theirs: '1' });
	});

	test('brings nothing where only I have changed anything, or both have done the same', () => {
		const common = texts({ a: '1' });
		expect(incomingOf(common, texts({ a: '2', b: '1' }), texts({ a: '1' }))).toEqual([]);
		expect(incomingOf(common, texts({ a: '2', b: '1' }), texts({ a: '2', b: '1' }))).toEqual([]);
	});

	test('joins lines that each has written in another place', () => {
		const common = texts({}, 'one\ntwo\nthree\n');
		const mine = texts({}, 'mine\none\ntwo\nthree\n');
		const incoming = incomingOf(common, mine, texts({}, 'one\ntwo\nthree\ntheirs\n'));
		expect(incoming).toMatchObject([{ what: 'schema', kind: 'merged' }]);
		expect(pulled(mine, incoming, {}).schemaSql).toBe('mine\none\ntwo\nthree\ntheirs\n');
	});

	test('calls mine otherwise where both new files are kept, and leaves its ending as it is', () => {
		const name = 'migrations/versions/0002.nick.py';
		const [mine, theirs] = [texts({ [name]: 'mine' }), texts({ [name]: 'theirs' })];
		const incoming = incomingOf(texts({}), mine, theirs);
		expect(asRecord(pulled(mine, incoming, { [name]: 'both' }))).toEqual({
			'migrations/versions/0002.nick_2.py': 'mine',
			[name]: 'theirs'
		});
	});

	test('leaves it to a person where both have written the same file, and can keep both of two new ones', () => {
		const mine = texts({ '0002_nick.sql': 'mine' });
		const theirs = texts({ '0002_nick.sql': 'theirs' });
		const incoming = incomingOf(texts({}), mine, theirs);
		expect(incoming).toMatchObject([{ kind: 'conflict', canKeepBoth: true, result: undefined }]);
		expect(() => pulled(mine, incoming, {})).toThrow('not decided');
		const decided = (decision: 'mine' | 'theirs' | 'both') =>
			asRecord(pulled(mine, incoming, { '0002_nick.sql': decision }));
		expect(decided('mine')).toEqual(asRecord(mine));
		expect(decided('theirs')).toEqual(asRecord(theirs));
		expect(decided('both')).toEqual({ '0002_nick.sql': 'theirs', '0002_nick_2.sql': 'mine' });
	});

	test('asks where one has deleted what the other has changed', () => {
		const common = texts({ a: '1' });
		const mine = texts({ a: '2' });
		const incoming = incomingOf(common, mine, texts({}));
		expect(incoming).toMatchObject([{ kind: 'conflict', theirs: undefined, canKeepBoth: false }]);
		expect(asRecord(pulled(mine, incoming, { a: 'theirs' }))).toEqual({});
	});

	test('keeps the lines of both in schema.sql where that is asked for, mine first', () => {
		const common = texts({}, 'users (\n  id\n);\n');
		const mine = texts({}, 'users (\n  id,\n  nick\n);\n');
		const incoming = incomingOf(common, mine, texts({}, 'users (\n  id,\n  email\n);\n'));
		expect(incoming).toMatchObject([{ kind: 'conflict', canKeepBoth: true }]);
		expect(pulled(mine, incoming, { 'schema.sql': 'both' }).schemaSql).toBe(
			'users (\n  id,\n  nick\n  id,\n  email\n);\n'
		);
	});
});

test('both had most lately what the later of two pulls has brought', () => {
	const at = (moment: string) => ({
		id: 'p',
		common: { at: moment, files: [], schemaSql: moment },
		theirs: []
	});
	expect(lastTogether(at('2'), at('1')).schemaSql).toBe('2');
	expect(lastTogether(at('1'), at('2')).schemaSql).toBe('2');
	expect(lastTogether(at('1'), undefined).schemaSql).toBe('1');
});

const folder = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2', '3'), {
	noNullPrototype: true
});

test('whatever both did, nothing that one of them has written goes without having been decided', () => {
	fc.assert(
		fc.property(folder, folder, folder, (common, mine, theirs) => {
			const incoming = incomingOf(texts(common), texts(mine), texts(theirs));
			const keep = Object.fromEntries(incoming.map(({ name }) => [name, 'mine'] as const));
			const result = asRecord(pulled(texts(mine), incoming, keep));
			for (const name of new Set([...Object.keys(common), ...Object.keys(mine), ...Object.keys(theirs)])) {
				if (mine[name] !== common[name]) expect(result[name]).toBe(mine[name]);
				else expect(result[name]).toBe(theirs[name]);
			}
		})
	);
});
