import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonBeginning, complete, type CompletionContext } from '../../../src/lib/command-line/complete.ts';
import { fork, line } from './support.ts';

const linear = { graph: line, applied: ['0001', '0002'] };
const branched = { graph: fork, applied: ['0001'] };

/** The words offered where `|` stands. */
function offered(marked: string, context: CompletionContext = linear): readonly string[] {
	const cursor = marked.indexOf('|');
	return complete(marked.replace('|', ''), cursor, context).suggestions.map((word) => word.text);
}

describe('completion', () => {
	it.each([
		['|', ['updown', 'flask', 'alembic', 'python', 'help']],
		['up|', ['updown']],
		['fl|', ['flask']],
		['flask |', ['db']],
		['python |', ['manage.py']],
		['python manage.py |', ['db']],
		['python manage.py db he|', ['heads']],
		['$ fl|', ['flask']],
		['updown up|', ['upgrade']],
		['flask db mi|', ['migrate']],
		['alembic mi|', []],
		['updown help dow|', ['downgrade']],
		['updown xyz |', []],
		['ls |', []],
		['updown revision -m "add e|', []]
	])('%s', (typed, words) => {
		expect(offered(typed)).toEqual(words);
	});

	it.each([
		['updown upgrade |', ['head', '+1', 'heads', '0003']],
		['updown downgrade |', ['-1', 'base', '0002', '0001']],
		['updown downgrade -|', ['--sql', '--help']],
		['updown downgrade -1|', ['-1']],
		['updown show 00|', ['0003', '0002', '0001']],
		['updown show head |', ['--help']],
		[
			'updown history -r 0001:|',
			['0001:head', '0001:base', '0001:heads', '0001:0003', '0001:0002', '0001:0001']
		],
		['updown history --rev-range=00|', ['--rev-range=0003', '--rev-range=0002', '--rev-range=0001']],
		['updown revision -m |', []],
		['updown revision --au|', ['--autogenerate']],
		['updown history -v --verb|', []],
		['flask db revision --dep|', []],
		['alembic revision --dep|', ['--depends-on']]
	])('%s', (typed, words) => {
		expect(offered(typed)).toEqual(words);
	});

	it('finds a migration by a word of its message where no id fits', () => {
		expect(offered('updown show email|')).toEqual(['0002']);
		expect(offered('updown show ema|')).toEqual(['0002']);
		expect(offered('updown upgrade users|')).toEqual([]);
	});

	it('knows labels', () => {
		expect(offered('updown upgrade sh|', branched)).toEqual(['shop@head']);
		expect(offered('updown revision --head sh|', branched)).toEqual(['shop@head']);
	});

	it('looks at the word before the cursor only, and tells what it replaces', () => {
		expect(complete('updown upg 0003', 10, linear)).toMatchObject({
			from: 7,
			to: 10,
			suggestions: [{ text: 'upgrade' }]
		});
	});

	it('every word offered begins with what is typed, or is found by its message', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('updown ', 'flask db ', 'alembic upgrade ', ''),
				fc.string({ maxLength: 4 }),
				(start, typed) => {
					const text = start + typed;
					const found = complete(text, text.length, linear);
					expect(found.to).toBe(text.length);
					expect(found.from).toBeLessThanOrEqual(found.to);
				}
			)
		);
	});

	const files = [
		'app.py',
		'models.py',
		'my notes.txt',
		'.env',
		'migrations/env.py',
		'migrations/versions/1a_x.py'
	];
	const shell = { ...linear, files };

	it.each([
		[
			'|',
			['updown', 'flask', 'alembic', 'python', 'help', 'ls', 'cat', 'edit', 'touch', 'mv', 'cp', 'rm', 'pip']
		],
		['c|', ['cat', 'cp']],
		['cat m|', ['migrations/', 'models.py', '"my notes.txt"']],
		['cat |', ['app.py', 'migrations/', 'models.py', '"my notes.txt"']],
		['cat .|', ['.env']],
		['cat ./mo|', ['./models.py']],
		['cat migrations/|', ['migrations/env.py', 'migrations/versions/']],
		['mv models.py migrations/v|', ['migrations/versions/']],
		['rm migrations/versions/1|', ['migrations/versions/1a_x.py']],
		['cat xyz|', []],
		['python m|', ['migrations/', 'models.py']],
		['python manage.py d|', ['db']],
		['flask db up|', ['upgrade']],
		['flask db upgrade |', ['head', '+1', 'heads', '0003']],
		['alembic -c migr|', ['migrations/']],
		['pip li|', []]
	])('in a shell, whose words may be files: %s', (typed, words) => {
		expect(offered(typed, shell)).toEqual(words);
	});

	it('puts in what all words share', () => {
		const words = (...texts: string[]) => texts.map((text) => ({ text, detail: '' }));
		expect(commonBeginning(words('head', 'heads'))).toBe('head');
		expect(commonBeginning(words('base'))).toBe('base');
		expect(commonBeginning(words('a', 'b'))).toBe('');
		expect(commonBeginning([])).toBe('');
	});
});
