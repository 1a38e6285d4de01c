/**
 * `npm run cases -- DIR`: generated migrations on the pairs of schemas in `DIR/diff-*.jsonl`, judged by the databases'
 * own catalogs. `--only ID[,ID]`, `--kind K`, `--variant V` and `--dialect D` run a part of them.
 */

import { parseArgs } from 'node:util';
import { main, Stop } from './terminal.mjs';
import { withModule } from './with-module.mjs';

await main(async () => {
	const text = /** @type {const} */ ({ type: 'string' });
	const { positionals, values } = parseArgs({
		allowPositionals: true,
		options: { only: text, kind: text, variant: text, dialect: text }
	});
	const folder = positionals[0];
	if (folder === undefined) throw new Stop('Say where the pairs are: npm run cases -- DIR');
	return withModule('./tests/peers/cases/run.ts', ({ runCases }) =>
		runCases(folder, { ...values, only: values.only?.split(',') })
	);
});
