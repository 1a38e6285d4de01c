import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** The peers need other programs and the network, so only `npm run test:peers` runs them. */
const folders = process.env.UPDOWN_TESTS === 'peers' ? 'peers' : '{unit,engine,lessons}';

export default defineConfig({
	plugins: [sveltekit()],
	worker: { format: 'es' },
	build: {
		target: 'es2022',
		// The policy lets fonts come from the site, not from `data:`.
		assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined)
	},
	test: {
		include: [`tests/${folders}/**/*.test.ts`],
		environment: 'node',
		// A busy machine with two cores is slow, not wrong.
		testTimeout: 30_000,
		hookTimeout: 120_000
	}
});
