/**
 * `npm run compare:autogenerate -- DIR [--only sqlite|postgres] [--write]`: other tools on the pairs of `npm run cases`. What
 * was found is kept, so that the two databases may be run apart; `--write` writes down all that is kept. With `--time` in
 * the place of DIR it only times Alembic on a large schema.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generators } from './peers/autogenerate.mjs';
import { ensurePostgres, startPostgres } from './peers/postgres.mjs';
import { main, root, runPackage, say, step, Stop } from './terminal.mjs';
import { withModule } from './with-module.mjs';

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error));

/** Says what could be had and why the rest could not. */
async function getTools() {
	const tools = [];
	for (const { name, title, command } of generators) {
		try {
			tools.push({ name, title, command: await command() });
			say(`  ${title}: there`);
		} catch (error) {
			say(`  ${title}: skipped, because ${reason(error)}`);
		}
	}
	return tools;
}

async function getServer() {
	try {
		const home = await ensurePostgres();
		if (home.note !== undefined) say(`  PostgreSQL ${home.version}: ${home.note}`);
		return await startPostgres(home);
	} catch (error) {
		say(`  PostgreSQL: skipped, because ${reason(error)}`);
		return undefined;
	}
}

await main(async () => {
	const words = process.argv.slice(2);
	const only = words.includes('--only') ? words.splice(words.indexOf('--only'), 2)[1] : undefined;
	const write = words.includes('--write');
	const folder = words.find((word) => !word.startsWith('--'));
	const timeOnly = words.includes('--time');
	if (!timeOnly && (folder === undefined || !existsSync(folder))) {
		throw new Stop('Say where the pairs are: npm run compare:autogenerate -- DIR');
	}
	const kinds = only === undefined ? ['sqlite', 'postgres'] : [only];

	mkdirSync(join(root, '.cache', 'peers'), { recursive: true });
	const tools = await step('Getting the tools', getTools);
	const server = kinds.includes('postgres') ? await step('Starting PostgreSQL', getServer) : undefined;
	try {
		const file = join(root, '.cache', 'peers', 'autogenerate.json');
		const date = new Date().toISOString().slice(0, 10);
		const comparison = { folder, kinds, server, tools, date, say };
		const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
		await withModule(
			'./tests/peers/autogenerate/main.ts',
			async ({ documentOf, runComparison, runTimes }) => {
				if (timeOnly) {
					const times = await step('Timing', () => runTimes(comparison));
					for (const kind of kinds) if (kind in kept) kept[kind].alembicMs = times[kind];
				} else Object.assign(kept, await step('Comparing', () => runComparison(comparison)));
				writeFileSync(file, JSON.stringify(kept, undefined, '\t'));
				say(`Every verdict with its reasons: ${file}`);
				if (!write) return;
				const document = join(root, 'docs', 'autogenerate.md');
				const order = ['sqlite', 'postgres'].filter((kind) => kind in kept).map((kind) => kept[kind]);
				writeFileSync(document, documentOf(order));
				await runPackage('prettier/bin/prettier.cjs', ['--write', document], { quiet: true });
			}
		);
	} finally {
		await server?.stop();
	}
});
