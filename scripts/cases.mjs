/** `npm run cases -- DIR`: generated migrations on pairs of schemas, judged by SQLite's own catalog. */

import { runnerImport } from 'vite';
import { main, Stop } from './terminal.mjs';

await main(async () => {
	const folder = process.argv[2];
	if (folder === undefined) throw new Stop('Say where the pairs are: npm run cases -- DIR');
	const { module } = await runnerImport('./tests/peers/cases.ts', { configFile: false });
	return module.runCases(folder);
});
