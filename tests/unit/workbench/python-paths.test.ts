import { expect, test } from 'vitest';
import { whyNotPath } from '../../../src/lib/workbench/folder/edits.ts';

test('a file of a Python project may have any path that stays in the project and is free', () => {
	for (const path of ['models.py', 'app/models.py', 'migrations/versions/a1_x.py', '.flaskenv'])
		expect(whyNotPath(path, ['app.py'])).toBeUndefined();
	for (const path of ['', '/etc/passwd', '../x.py', 'a//b.py', 'app/', 'app.py'])
		expect(whyNotPath(path, ['app.py'])).toMatch(/\.$/);
});
