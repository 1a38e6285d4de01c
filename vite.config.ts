import { availableParallelism } from 'node:os';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { groupedChunks } from './scripts/chunks.mjs';
import { ensurePrepared } from './scripts/postgres-data.mjs';
import { ensurePython } from './scripts/python/toolchain.mjs';

/** The peers need other programs and the network, so only `npm run test:peers` runs them. */
const folders = process.env.UPDOWN_TESTS === 'peers' ? 'peers' : '{unit,engine,lessons}';

/** What the site takes from `.cache/prepared`. */
async function prepare(): Promise<void> {
	await ensurePrepared();
	await ensurePython();
}

export default defineConfig({
	plugins: [sveltekit(), groupedChunks(), { name: 'updown:prepared', buildStart: prepare }],
	worker: { format: 'es' },
	// PGlite finds its own files beside its script, where a copy of the script for development has none.
	optimizeDeps: { exclude: ['@electric-sql/pglite'] },
	server: { fs: { allow: ['.cache/prepared'] } },
	build: {
		target: 'es2022',
		// The policy lets fonts and the database's files come from the site, not from `data:`.
		assetsInlineLimit: (file) => (/\.(woff2|gz|wasm|zip)$/.test(file) ? false : undefined)
	},
	test: {
		include: [`tests/${folders}/**/*.test.ts`],
		environment: 'node',
		// By itself Vitest leaves one core free, which is half of a machine with two.
		maxWorkers: availableParallelism(),
		globalSetup: ['scripts/postgres-data.mjs', 'scripts/python/toolchain.mjs'],
		// A busy machine with two cores is slow, not wrong.
		testTimeout: 120_000,
		hookTimeout: 300_000
	}
});
