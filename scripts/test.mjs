/**
 * `npm test`: installs, gets a browser, builds, runs every tier, and ends with `N passed, N failed`.
 * `npm test -- unit engine` runs only those tiers.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inWords, sum } from './tally.mjs';
import { Stop, bold, main, root, runPackage, say, step } from './terminal.mjs';

/** Lessons are tested from the day there are any. */
const tiers = ['unit', 'engine', ...(existsSync(join(root, 'content', 'lessons')) ? ['lessons'] : []), 'e2e'];

await main(async () => {
	const asked = process.argv.slice(2);
	const unknown = asked.find((tier) => !tiers.includes(tier));
	if (unknown !== undefined)
		throw new Stop(`There is no tier "${unknown}". The tiers are ${tiers.join(', ')}.`);
	const chosen = asked.length === 0 ? tiers : tiers.filter((tier) => asked.includes(tier));

	await ensureInstalled();
	const inNode = chosen.filter((tier) => tier !== 'e2e');
	const inBrowser = chosen.includes('e2e');
	if (inBrowser) {
		await ensureBrowser();
		await ensureBuilt();
	} else {
		await runPackage('@sveltejs/kit/svelte-kit.js', ['sync']);
	}

	// Loaded only now: it needs what has just been installed.
	const { runPlaywright, runVitest } = await import('./tiers.mjs');
	const tallies =
		inNode.length === 0 ? {} : await step(`Testing ${inNode.join(', ')} in Node`, () => runVitest(inNode));
	if (inBrowser) tallies.e2e = await step('Testing the built site in a browser', () => runPlaywright('e2e'));

	say('');
	for (const [tier, tally] of Object.entries(tallies)) {
		const none = tally.passed + tally.skipped === 0 ? '   (no test ran to its end: that is a failure)' : '';
		say(`  ${tier.padEnd(8)} ${inWords(tally)}${none}`);
	}
	const total = sum(Object.values(tallies));
	say(bold(inWords(total)));
	return total.failed > 0 ? 1 : 0;
});
