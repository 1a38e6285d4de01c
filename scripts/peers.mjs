/**
 * `npm run test:peers`: gets real migration folders and the real tools by their package clients, then compares
 * what Updown makes of them. Whatever cannot be had is skipped, and the reason is printed. `-- --long` makes the comparisons
 * that take many minutes as well.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inWords, nothing, sum } from './tally.mjs';
import { bold, main, root, say, step } from './terminal.mjs';

/**
 * @template Item
 * @param {string} title
 * @param {readonly (Item & { name: string })[]} items
 * @param {(item: Item & { name: string }) => Promise<string>} get
 * @returns {Promise<Record<string, string>>}
 */
async function gather(title, items, get) {
	/** @type {Record<string, string>} */
	const got = {};
	await step(title, async () => {
		for (const item of items) {
			try {
				got[item.name] = await get(item);
				say(`  ${item.name}: there`);
			} catch (error) {
				say(`  ${item.name}: skipped, because ${error instanceof Error ? error.message : String(error)}`);
			}
		}
	});
	return got;
}

/** Comparisons that take many minutes are made when they are asked for. */
const isLong = process.argv.includes('--long');
if (isLong) process.env.UPDOWN_PEERS_LONG = '1';

await main(async () => {
	if (!isLong) {
		say(
			'The long comparisons (histories of Alembic; the Python tools on PostgreSQL and in a browser) are skipped,'
		);
		say('because they take many minutes: npm run test:peers -- --long');
	}
	await ensureInstalled();
	const { ensureRealFolder, realFolders } = await import('./peers/folders.mjs');
	const { alembicHistories, ensureAlembicHistory, ensureStoppedHistory, stoppedHistories } =
		await import('./peers/alembic-histories.mjs');
	const { tools } = await import('./peers/tools.mjs');
	const { ensureOldPostgres, ensurePostgres, startPostgres } = await import('./peers/postgres.mjs');
	const { runPlaywright, runVitest } = await import('./tiers.mjs');

	/** @type {import('./peers/postgres.mjs').PostgresServer[]} */
	const running = [];
	const servers = [
		{ name: 'postgres', ensure: ensurePostgres },
		{ name: 'old-postgres', ensure: ensureOldPostgres }
	];
	/** @param {typeof servers[number]} server */
	const started = async ({ name, ensure }) => {
		const home = await ensure();
		if (home.note !== undefined) say(`  ${name}: ${home.note}; Debian’s ${home.version} stands in`);
		const server = await startPostgres(home);
		running.push(server);
		return JSON.stringify(server);
	};
	const got = {
		folder: await gather('Getting real migration folders', realFolders, ensureRealFolder),
		tool: await gather('Getting the real tools', tools, (tool) => tool.get()),
		history: isLong
			? {
					...(await gather('Getting real histories of Alembic', alembicHistories, ensureAlembicHistory)),
					...(await gather('Getting histories that an import stops', stoppedHistories, ensureStoppedHistory))
				}
			: {},
		server: await gather('Starting real PostgreSQL servers', servers, started)
	};
	try {
		mkdirSync(join(root, '.cache', 'peers'), { recursive: true });
		writeFileSync(join(root, '.cache', 'peers', 'got.json'), JSON.stringify(got, undefined, '\t'));
		await ensureBrowser();
		await ensureBuilt();
		const { peers = nothing } = await step('Comparing in Node', () => runVitest(['peers']));
		const browser = await step('Comparing in a browser', () => runPlaywright('peers'));
		say('');
		say(`  Node     ${inWords(peers)}`);
		say(`  browser  ${inWords(browser)}`);
		const total = sum([peers, browser]);
		say(bold(inWords(total)));
		return total.failed > 0 ? 1 : 0;
	} finally {
		for (const server of running) await server.stop();
	}
});
