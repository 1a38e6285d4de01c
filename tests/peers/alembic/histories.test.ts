import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alembicHistories, stoppedHistories } from '../../../scripts/peers/alembic-histories.mjs';
import { readWheel } from '../../../src/lib/formats/read-wheel.ts';
import { importFolder } from '../../../src/lib/formats/registry.ts';
import { importAdvice } from '../../../src/lib/workbench/python/import-advice.ts';
import { nodePython, ran, whyNoPython, wordsOf } from '../../engine/python/node-python.ts';
import { nodeSession } from '../../engine/python/typed-project.ts';
import { got } from '../folders.ts';
import { isLong } from '../long.ts';
import { essence, filesOf, natively, type Went } from './journey.ts';

/** The same lines in the worker, on the project as it is imported. */
async function here(place: string, lines: readonly string[]): Promise<readonly Went[]> {
	const entries = [...filesOf(place)].map(([path, bytes]) => ({ path, bytes }));
	const imported = importFolder(entries, { dialect: 'sqlite', fallbackName: 'history' });
	if (!imported.ok) throw new Error(imported.problems[0]?.message);
	expect(imported.value.notes).toEqual([]);
	const session = nodeSession();
	await session.open({ dialect: 'sqlite', foreignKeys: false });
	await session.setFolder(imported.value.files, 'python');
	await session.setWheels(imported.value.wheels ?? []);
	let databaseFile: string | undefined;
	const typed = async (line: string) => {
		let text = '';
		const { value } = await session.tool({ words: wordsOf(line), databaseFile }, (output) => {
			text += output.text;
		});
		({ databaseFile } = value);
		return { code: value.exitCode, text };
	};
	const { code, text } = await typed('python start.py');
	if (code !== 0) throw new Error(`start.py failed here:\n${text}`);
	const went: Went[] = [];
	for (const line of lines) {
		const { code, text } = await typed(line);
		went.push({ line, code, said: essence(text), database: (await typed('python look.py')).text.trim() });
	}
	await session.close();
	return went;
}

describe.skipIf(!isLong || whyNoPython !== undefined)('a history of Alembic that comes by pip', () => {
	it.each(alembicHistories.map(({ name }) => name))(
		'%s goes up and down here as it does natively, with the same schema and rows at every revision',
		async (name) => {
			const place = got('history', name);
			if (place === undefined) return console.log(`${name} could not be had: nothing is compared with it`);
			const { lines } = alembicHistories.find((one) => one.name === name)!;
			const began = performance.now();
			const theirs = natively(place, lines);
			const between = performance.now();
			const ours = await here(place, lines);
			const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
			const same = theirs.filter((there, at) => JSON.stringify(there) === JSON.stringify(ours[at]));
			console.log(
				`${name}: ${same.length} of ${theirs.length} commands end as the native ones do, with the same database; ${seconds(began, between)} s as processes, ${seconds(between, performance.now())} s here with the start`
			);
			expect(ours).toEqual(theirs);
		},
		900_000
	);

	it.each(stoppedHistories)(
		'$name is stopped by the import of $stops, and the terminal says what to do',
		async ({ name, line, stops }) => {
			const place = got('history', name);
			if (place === undefined) return console.log(`${name} could not be had: nobody knows what stops it`);
			const python = await nodePython();
			const wheels = readdirSync(place).map((file) => {
				const wheel = readWheel(file, new Uint8Array(readFileSync(join(place, file))));
				if (!wheel.ok) throw new Error(wheel.problems[0]?.message);
				return wheel.value;
			});
			expect(python.install(wheels).map(({ refused }) => refused)).toEqual(wheels.map(() => null));
			const { code, text } = ran(python, line);
			expect(code).toBe(1);
			expect(text).toContain(`ModuleNotFoundError: No module named '${stops}'`);
			console.log(`${name} is stopped by ${stops}. The terminal says: ${importAdvice(text)}`);
			expect(importAdvice(text)).toMatch(
				new RegExp(`^${stops} .*cannot be imported here|^${stops} .*pip wheel`)
			);
		},
		600_000
	);
});
