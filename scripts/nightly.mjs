/**
 * `npm run test:nightly`: what is tested at random, as often as there is time for at night. `--sqlite N` and `--postgres N`
 * say how often the laws of generated migrations are tried, on SQLite for each of two targets; what frames say of rows is tried half as often, safe downgrades a
 * tenth. `--seed S` says what to start from; a run that fails prints its seed.
 */

import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { Stop, main, runPackage } from './terminal.mjs';

await main(async () => {
	const text = /** @type {const} */ ({ type: 'string' });
	const { values } = parseArgs({ options: { sqlite: text, postgres: text, seed: text } });
	const { sqlite = '10000', postgres = '1000', seed } = values;
	for (const [name, value] of Object.entries({ sqlite, postgres, seed })) {
		if (value !== undefined && !/^-?\d+$/.test(value)) throw new Stop(`--${name} takes a whole number.`);
	}
	await ensureInstalled();
	await runPackage('@sveltejs/kit/svelte-kit.js', ['sync']);
	/** @type {Record<string, string>} */
	const env = seed === undefined ? {} : { UPDOWN_SEED: seed };
	for (const [dialect, often] of Object.entries({ SQLITE: Number(sqlite), POSTGRES: Number(postgres) })) {
		env[`UPDOWN_LAW_RUNS_${dialect}`] = String(often);
		env[`UPDOWN_FRAME_RUNS_${dialect}`] = String(Math.ceil(often / 2));
		env[`UPDOWN_CAUGHT_RUNS_${dialect}`] = String(Math.ceil(often / 2));
		env[`UPDOWN_SAFE_RUNS_${dialect}`] = String(Math.ceil(often / 10));
	}
	const { code } = await runPackage(
		'vitest/vitest.mjs',
		[
			'run',
			'tests/engine/laws/',
			'tests/engine/rows/frames/frames',
			'tests/engine/postgres/caught-rows',
			'tests/engine/run/safe-downgrade-random'
		],
		{ env }
	);
	return code;
});
