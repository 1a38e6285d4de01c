/** `npm run bench`: the figures of the engine, each beside what raw sql.js takes in the same run. */

import { runnerImport } from 'vite';
import { main } from './terminal.mjs';

await main(async () => {
	const { module } = await runnerImport('./bench/main.ts', { configFile: false });
	return module.runBenches(process.argv.slice(2));
});
