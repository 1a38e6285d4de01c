import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import type { SpeakPostgres } from '../../../src/lib/python/python.ts';
import { nodePython, ran, whyNoPython } from '../../engine/python/node-python.ts';
import { comparablePostgres } from '../folders.ts';
import { isLong } from '../long.ts';
import { withNativeDatabase } from '../postgres-journey.ts';
import { differing, native, natively, type Shown } from './natively.ts';
import { scriptOn, type Move } from './script.ts';
import { shown } from './shown.ts';

/** The script in the Python of the browser. */
async function here(
	script: readonly Move[],
	speak?: () => Promise<SpeakPostgres>
): Promise<readonly Shown[]> {
	const python = await nodePython();
	const found: Shown[] = [];
	for (const move of script) {
		if ('write' in move) python.files.write(move.write, move.text);
		else if ('remove' in move) {
			python.files.replace(new Map([...python.files.all()].filter(([name]) => name !== move.remove)));
		} else {
			const { code, text } = ran(python, move.line, { COLUMNS: '80' }, await speak?.());
			found.push({ line: move.line, code, text: shown(text, '/project', '/usr/local/lib/python3.14') });
		}
	}
	return found;
}

async function compare(
	title: string,
	theirs: () => readonly Shown[],
	ours: () => Promise<readonly Shown[]>
): Promise<void> {
	const began = performance.now();
	const there = theirs();
	const between = performance.now();
	const wrong = differing(there, await ours());
	const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
	console.log(
		`Flask-Migrate on ${title}: ${there.length - wrong.length} of ${there.length} commands answer as the native ones do; ${seconds(began, between)} s as processes, ${seconds(between, performance.now())} s here with the start`
	);
	expect(wrong).toEqual([]);
}

const server = comparablePostgres();

describe.skipIf(native === undefined || whyNoPython !== undefined)('the Python tools in the browser', () => {
	it('write what the native ones write, line by line, over every command and every mistake', async () => {
		const script = scriptOn('sqlite:///app.db');
		await compare(
			'SQLite',
			() => natively(native!, script),
			() => here(script)
		);
	}, 600_000);

	it.skipIf(!isLong || server === undefined)(
		'write on PostgreSQL what the native ones write on a real server, by psycopg2',
		async () => {
			const { user, host, port } = server!;
			await withNativeDatabase(server!, async (_, name) => {
				const script = scriptOn(`postgresql+psycopg2://${user}@${host}:${port}/${name}`);
				const database = await openDatabase('postgres', {});
				try {
					await compare(
						'PostgreSQL',
						() => natively(native!, script),
						() => here(script, () => database.lend!(''))
					);
				} finally {
					await database.close();
				}
			});
		},
		600_000
	);
});
