import { expect, test } from 'vitest';
import { placeIn } from '../../../src/lib/python/traceback.ts';

function columnsIn(text: string, said: string) {
	const { start, end } = placeIn(said, [{ name: 'models.py', text }])!.span;
	return [start.line, start.column, end.column];
}

test('what Python cannot read is marked where its caret points', () => {
	expect(
		columnsIn(
			'x = 1\n\tdef upgrade(:\n',
			'  File "/project/models.py", line 2\n    def upgrade(:\n                ^\nSyntaxError: invalid syntax\n'
		)
	).toEqual([2, 14, 15]);
});

test('a line that failed when it ran is marked as a whole', () => {
	expect(
		columnsIn(
			'def f():\n    return 1 / 0\n',
			'Traceback (most recent call last):\n  File "/project/models.py", line 2, in f\n    return 1 / 0\n           ~~^~~\nZeroDivisionError: division by zero\n'
		)
	).toEqual([2, 5, 17]);
});
