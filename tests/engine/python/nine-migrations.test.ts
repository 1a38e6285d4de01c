import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { movedTo } from '../../../src/lib/workbench/python/copy-on.ts';
import { loadSample } from '../../../src/lib/projects/samples.ts';
import type { DatabaseState } from '../../../src/lib/worker/protocol.ts';
import { whyNoPython, wordsOf } from './node-python.ts';
import { nodeSession } from './typed-project.ts';

const dialects: readonly DialectName[] = ['sqlite', 'postgres'];

async function open(dialect: DialectName) {
	const session = nodeSession();
	const { files } = await loadSample('flask-nine');
	const given: readonly FolderFile[] = dialect === 'sqlite' ? files : movedTo(files, dialect).files;
	await session.open({ dialect, foreignKeys: false });
	await session.setFolder(given, 'python');
	let databaseFile: string | undefined;
	return {
		session,
		given,
		run: async (line: string) => {
			let said = '';
			const { value } = await session.tool(
				{ words: wordsOf(line), databaseFile },
				({ text }) => (said += text)
			);
			({ databaseFile } = value);
			expect(value.exitCode, `${line}\n${said}`).toBe(0);
			return { said, state: value.state };
		}
	};
}

describe.skipIf(whyNoPython !== undefined)('the blog of nine migrations', () => {
	it.each(dialects)(
		'on %s: goes up with rows at every version, down to the same schemas, and up again',
		async (dialect) => {
			const { session, run } = await open(dialect);
			const visited: DatabaseState[] = [];
			for (let version = 1; version <= 9; version++) {
				await run('flask db upgrade +1');
				visited.push((await run('python seed.py')).state);
			}
			const last = visited.at(-1)!;
			expect(last.current).toEqual(['n9']);
			expect(last.rowCounts).toMatchObject({
				...{ users: 6, posts: 30, followers: 9, messages: 12, notifications: 6, tasks: 5 }
			});
			expect((await run('flask db check')).said).toContain('No new upgrade operations detected.');
			for (const earlier of visited.slice(0, -1).reverse()) {
				const { state } = await run('flask db downgrade');
				expect(state.current).toEqual(earlier.current);
				expect(compareSchemas(earlier.schema, state.schema)).toEqual([]);
				expect(state.rowCounts).toEqual(earlier.rowCounts);
			}
			const { state } = await run('flask db upgrade');
			expect(state.current).toEqual(['n9']);
			expect(compareSchemas(last.schema, state.schema)).toEqual([]);
			// What was added on the way up again is empty; what was there all the time has its rows.
			expect(state.rowCounts).toMatchObject({ users: 6, posts: 0, tasks: 0 });
			await session.close();
		}
	);

	it('on postgres: the application adds rows after the seed, because the sequences have gone along', async () => {
		const { session, given, run } = await open('postgres');
		const add = `from app import app, db
from models import User

with app.app_context():
    user = User(name='alan', email='alan@example.org')
    db.session.add(user)
    db.session.commit()
    print(user.id)
`;
		await session.setFolder([...given, { name: 'add.py', text: add }], 'python');
		await run('flask db upgrade');
		await run('python seed.py');
		expect((await run('python add.py')).said).toBe('7\n');
		await session.close();
	});
});
