import { expect, test } from 'vitest';
import { failedWordsIn, lastWordsOf } from '../../../src/lib/python/last-words.ts';

test('a group of exceptions is told by what it says of itself', () => {
	expect(
		lastWordsOf(`  + Exception Group Traceback (most recent call last):
  |   File "/project/a.py", line 1, in <module>
  |     raise ExceptionGroup('many', [ValueError(1)])
  | ExceptionGroup: many (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +------------------------------------
`)
	).toBe('ExceptionGroup: many (1 sub-exception)');
});

test('what Alembic prints over several lines where it fails is one sentence', () => {
	const printed = '  FAILED: New upgrade operations detected:\n  [("add_table", Table("t"))]\n';
	expect(failedWordsIn(`INFO\n${printed}`)).toBe(
		'FAILED: New upgrade operations detected: [("add_table", Table("t"))]'
	);
	expect(failedWordsIn('nothing FAILED: here')).toBe('');
});
