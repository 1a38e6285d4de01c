import { expect, test } from 'vitest';
import { movedTo } from '../../../src/lib/workbench/python/copy-on.ts';

const config = { name: 'config.py', text: "URI = 'sqlite:///lecture.db'\n" };
const models = { name: 'models.py', text: 'x = 1\n' };

test('a copy of a Python project on another database names that database, and every other byte stays', () => {
	const there = movedTo([config, models], 'postgres');
	expect(there.changed).toEqual(['config.py']);
	expect(there.files).toEqual([{ ...config, text: "URI = 'postgresql://localhost/app'\n" }, models]);
	expect(movedTo(there.files, 'sqlite').files[0]?.text).toBe("URI = 'sqlite:///app.db'\n");
	expect(movedTo([models], 'sqlite').changed).toEqual([]);
});

test.each([
	["URI = 'sqlite:///naïve db.sqlite'  # here", "URI = 'postgresql://localhost/app'  # here"],
	['f("sqlite:///it\'s mine.db", "x")', 'f("postgresql://localhost/app", "x")'],
	['sqlalchemy.url = sqlite:///my data.db', 'sqlalchemy.url = postgresql://localhost/app'],
	['# sqlite:///a.db is the usual one.', '# postgresql://localhost/app is the usual one.']
])('an address is replaced to its end, also with spaces in it: %s', (text, moved) => {
	expect(movedTo([{ name: 'config.py', text }], 'postgres').files[0]?.text).toBe(moved);
});
