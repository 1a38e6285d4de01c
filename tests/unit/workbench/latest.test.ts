import { describe, expect, test } from 'vitest';
import { Latest } from '../../../src/lib/workbench/rows/latest.ts';

/** A question box answered by hand. */
function box() {
	const asked: { question: string; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
	const heard: string[] = [];
	const latest = new Latest<string, string>(
		(question) => new Promise((answer, fail) => asked.push({ question, answer, fail })),
		({ question, answer, error }) =>
			heard.push(`${question}: ${answer ?? (error instanceof Error ? error.message : '')}`)
	);
	return { asked, heard, latest };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('asking for the latest only', () => {
	test('an answer that comes after a newer question is not heard', async () => {
		const { asked, heard, latest } = box();
		latest.ask('first');
		latest.ask('second');
		asked[0]?.answer('old');
		await settle();
		expect(heard).toEqual([]);
		asked[1]?.answer('new');
		await settle();
		expect(heard).toEqual(['second: new']);
	});

	test('questions that were replaced while waiting are never asked', async () => {
		const { asked, latest } = box();
		for (const question of ['a', 'ab', 'abc', 'abcd']) latest.ask(question);
		asked[0]?.answer('');
		await settle();
		expect(asked.map(({ question }) => question)).toEqual(['a', 'abcd']);
	});

	test('a failed question is heard as an error, and the next one is asked as usual', async () => {
		const { asked, heard, latest } = box();
		latest.ask('first');
		asked[0]?.fail(new Error('no such table'));
		await settle();
		latest.ask('second');
		asked[1]?.answer('fine');
		await settle();
		expect(heard).toEqual(['first: no such table', 'second: fine']);
	});

	test('nothing is heard of a question that was dropped, or after the end', async () => {
		const { asked, heard, latest } = box();
		latest.ask('first');
		latest.forget();
		asked[0]?.answer('late');
		await settle();
		latest.ask('second');
		latest.end();
		asked[1]?.answer('later');
		await settle();
		expect(heard).toEqual([]);
	});
});
