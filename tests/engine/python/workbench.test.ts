import { describe, expect, it } from 'vitest';
import { loadSample } from '../../../src/lib/projects/samples.ts';
import { blankProject } from '../../../src/lib/workbench/blank.ts';
import { runToolAsButton } from '../../../src/lib/workbench/python/run-with-tools.ts';
import { shellOf } from '../../../src/lib/workbench/python/shell.ts';
import { Workbench } from '../../../src/lib/workbench/workbench.svelte.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { linkTo } from '../worker/bench.ts';
import { whyNoPython } from './node-python.ts';
import { nodeSession } from './typed-project.ts';

describe.skipIf(whyNoPython !== undefined)('the workbench of a Python project', () => {
	// One Python for all of them.
	const client = createEngineClient(() => linkTo(nodeSession()));

	/** The sample on the screen, with a shell that is typed in. */
	async function opened(slug: string) {
		const { files, dialect } = await loadSample(slug);
		const workbench = new Workbench(client);
		await workbench.show({ ...blankProject, dialect, toolchain: 'python', files }, undefined);
		return {
			workbench,
			said: () => workbench.notice?.text,
			type: async (line: string): Promise<string> => {
				const lines: string[] = [];
				for await (const { text } of shellOf(workbench).run(line)) lines.push(text);
				return lines.join('\n');
			}
		};
	}

	it('a button whose command fails before a migration runs says why, and marks the file', async () => {
		const { workbench, said } = await opened('flask-blog');
		workbench.saveFile({ name: 'models.py', text: 'x = (\n' });
		await runToolAsButton(workbench, { kind: 'upgrade', target: '+1' });
		expect(said()).toBe("`flask db upgrade +1` failed: SyntaxError: '(' was never closed");
		expect(workbench.notice).toMatchObject({
			tone: 'bad',
			problem: { file: 'models.py', span: { start: { line: 1 } } }
		});
		expect(workbench.failedFile).toBe('models.py');
		workbench.saveFile({ name: 'models.py', text: 'x = ()\n' });
		expect(workbench.failedFile).toBeUndefined();
	});

	it('what a command said is over with the next one', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade');
		expect(said()).toContain('Upgraded 2 steps');
		await type('flask db current');
		expect(said()).toBeUndefined();
		await type('flask db upgrade nowhere');
		expect(said()).toContain('`flask db upgrade nowhere` failed: ');
		await type('rm seed.py');
		expect(said()).toBe('Deleted `seed.py`.');
		await workbench.undo();
		await type('flask db heads');
		expect(said()).toBeUndefined();
	});

	it('what a migration that failed on SQLite has left is told until the database changes, beside the line that failed', async () => {
		const { workbench, type } = await opened('flask-blog');
		await type('flask db revision -m half --rev-id 3c8d');
		const file = workbench.files.find(({ name }) => name.endsWith('3c8d_half.py'))!;
		const text = file.text.replace(
			'def upgrade():\n    pass',
			"def upgrade():\n    op.create_table('t1', sa.Column('id', sa.Integer))\n    op.create_table('users', sa.Column('id', sa.Integer))"
		);
		workbench.saveFile({ ...file, text });
		await type('flask db upgrade');
		expect(workbench.leftover).toMatchObject({
			revision: '3c8d',
			direction: 'upgrade',
			stayed: ['Created table t1 with `id`.']
		});
		expect(workbench.failure?.problem).toMatchObject({
			message: expect.stringContaining('table users already exists') as unknown,
			hint: expect.stringContaining('version table has not moved') as unknown
		});
		workbench.saveFile({ ...file, text: file.text });
		await type('flask db current');
		expect(workbench.leftover).toBeDefined();
		await workbench.undo();
		expect(workbench.leftover).toBeUndefined();
	});

	it('undo names the line that was typed, or that the button shows', async () => {
		const { workbench, said, type } = await opened('flask-blog');
		await type('flask db upgrade head');
		await workbench.undo();
		expect(said()).toBe('Undid `flask db upgrade head`.');
		await runToolAsButton(workbench, { kind: 'upgrade', target: '+1' });
		await workbench.undo();
		expect(said()).toBe('Undid `flask db upgrade +1`.');
	});
});
