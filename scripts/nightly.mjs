/**
 * `npm run test:nightly`: the laws that are tested at random, as often as there is time for at night. `--sqlite N` and
 * `--postgres N` say how often, `--seed S` what to start from; a run that fails prints its seed.
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
	const env = {
		UPDOWN_LAW_RUNS_SQLITE: sqlite,
		UPDOWN_LAW_RUNS_POSTGRES: postgres,
		...(seed === undefined ? {} : { UPDOWN_LAW_SEED: seed })
	};
	const { code } = await runPackage('vitest/vitest.mjs', ['run', 'tests/engine/laws/'], { env });
	return code;
});
