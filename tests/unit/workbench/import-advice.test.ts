import { describe, expect, it } from 'vitest';
import { importAdvice } from '../../../src/lib/workbench/python/import-advice.ts';

const failed = (name: string) =>
	`Traceback (most recent call last):\n  File "/project/env.py", line 3, in <module>\nModuleNotFoundError: No module named '${name}'\n`;

describe('an import that cannot work here', () => {
	it.each([
		['numpy', /^numpy has parts in C or Rust, .*cannot be imported here\. What the migrations do not need/],
		['pydantic_core', /^pydantic_core has parts in C or Rust/],
		['psycopg2', /^psycopg2 .* take the import out\..*`postgresql:\/\/`\.$/],
		['aiosqlite', /by `sqlite\+aiosqlite:\/\/`\.$/],
		['MySQLdb', /for a database that is not here/],
		['pwd', /a part of Python that does not exist in a browser/],
		['tornado', /`TORNADO_EXTENSION=0 pip wheel --no-deps --no-binary tornado tornado` makes one: drop it/],
		['colorlog', /--abi none --platform any colorlog`/],
		['yaml.nodes', /--platform any PyYAML`/],
		['flask_socketio', /--platform any flask-socketio`/]
	])('%s is named, with what to do', (name, advice) => {
		expect(importAdvice(failed(name))).toMatch(advice);
	});

	it('is the one that failed last, where one was caught before', () => {
		expect(importAdvice(`${failed('ujson')}\nDuring handling of it:\n\n${failed('colorlog')}`)).toMatch(
			/^colorlog /
		);
	});

	it('is not made up where something else went wrong', () => {
		expect(importAdvice('ZeroDivisionError: division by zero\n')).toBeUndefined();
		expect(importAdvice("RuntimeError: can't start new thread\n")).toMatch(/no threads here/);
	});
});
