import { expect, test } from 'vitest';
import { autogenerateWords, firstMigration } from '../../../src/lib/python/migrate-program.ts';

test('a project of Alembic alone is told of its own commands, not of those of Flask', () => {
	const alembic = [{ name: 'alembic.ini', text: '' }];
	expect(autogenerateWords(alembic)).toEqual(['alembic', 'revision', '--autogenerate']);
	expect(firstMigration(alembic)).not.toContain('flask');
	expect(autogenerateWords([])).toEqual(['flask', 'db', 'migrate']);
	expect(firstMigration([])).toContain('`flask db init` makes the folder');
});
