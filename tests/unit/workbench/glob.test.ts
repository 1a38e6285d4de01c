import { expect, test } from 'vitest';
import { readWords } from '../../../src/lib/command-line/words.ts';
import { expanded } from '../../../src/lib/workbench/python/glob.ts';

const names = [
	'.flaskenv',
	'app.py',
	'models.py',
	'ünïcode.txt',
	'a b.py',
	'migrations/env.py',
	'migrations/versions/1.py',
	'migrations/versions/2.py',
	'migrations/versions/.x.py'
];

const typed = (line: string) => readWords(line).words.flatMap((word) => expanded(word, names));

test.each([
	['*.py', ['a b.py', 'app.py', 'models.py']],
	['migrations/versions/*.py', ['migrations/versions/1.py', 'migrations/versions/2.py']],
	['./migrations/*/[1]*', ['./migrations/versions/1.py']],
	['migrations/versions/[!1].p?', ['migrations/versions/2.py']],
	['ünï*', ['ünïcode.txt']],
	['.fl*', ['.flaskenv']],
	['m*', ['migrations', 'models.py']],
	['m*/', ['migrations/']],
	['"a b"*', ['a b.py']],
	['"*.py"', ['*.py']],
	['\\*.py', ['*.py']],
	["m'*'", ['m*']],
	['*.sql', ['*.sql']],
	['../*', ['../*']],
	['/etc/*', ['/etc/*']],
	['app.py', ['app.py']],
	['[a-c]pp.py', ['app.py']],
	['[z-a]*', ['[z-a]*']],
	['[', ['[']]
])('%s stands for the files that a shell finds by it', (line, found) => {
	expect(typed(line)).toEqual(found);
});
