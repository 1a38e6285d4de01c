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
