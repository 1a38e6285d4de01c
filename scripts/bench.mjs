/**
 * `npm run bench`: the figures of the engine as it is built, each beside what raw sql.js takes in the same run, and of the
 * page as it is built.
 */

import { ensureBuilt } from './build.mjs';
import { ensurePrepared } from './postgres-data.mjs';
import { main, runPackage, Stop } from './terminal.mjs';

await main(async () => {
	await ensurePrepared();
	const { code } = await runPackage('typescript/bin/tsc', ['-p', 'tsconfig.engine.json']);
	if (code !== 0) throw new Stop('The engine does not build.');
	await ensureBuilt();
	const { runBenches } = await import('../bench/main.mjs');
	return runBenches(process.argv.slice(2));
});
