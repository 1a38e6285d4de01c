import { loadSample } from '../../../src/lib/projects/samples.ts';
import { blankProject } from '../../../src/lib/workbench/blank.ts';
import { shellOf } from '../../../src/lib/workbench/python/shell.ts';
import { Workbench } from '../../../src/lib/workbench/workbench.svelte.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { linkTo } from '../worker/bench.ts';
import { nodeSession } from './typed-project.ts';

// One Python for all tests of a file.
export const client = createEngineClient(() => linkTo(nodeSession()));

/** A sample on the screen, with a shell that is typed in. */
export async function opened(slug: string) {
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
