/** The browser that the tests run in: found, or got. */

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Stop, run, runPackage, say, soft, step } from './terminal.mjs';

const names = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'chrome',
	'microsoft-edge'
];

const installedApps = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
];

/** Switches that keep a browser of the system from talking to anyone and from needing a graphics card. */
export const quietFlags = [
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** Where Playwright keeps the browser it downloads; undefined where it is not there. */
async function ownBrowser() {
	const { chromium } = await import('@playwright/test');
	const path = chromium.executablePath();
	return path !== '' && existsSync(path) ? path : undefined;
}

function systemBrowser() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...installedApps].find(
		(path) => existsSync(path)
	);
}

/**
 * The browser to test in: the one named in `UPDOWN_BROWSER`, Playwright's own, else the system's; undefined
 * where there is none.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
	const named = process.env.UPDOWN_BROWSER;
	if (named !== undefined && named !== '') {
		if (!existsSync(named)) throw new Stop(`UPDOWN_BROWSER is ${named}; there is no such file.`);
		return named;
	}
	return (await ownBrowser()) ?? systemBrowser();
}

async function installFromDebian() {
	if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await step('Getting Chromium from the system’s packages', async () => {
		await run('apt-get', ['update', '-qq'], { env, quiet: true });
		const { code, output } = await run(
			'apt-get',
			['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
			{ env, quiet: true }
		);
		if (code !== 0) say(soft(output.trim().split('\n').slice(-3).join('\n')));
	});
}

/**
 * Finds a browser or gets one. Throws `Stop` with what to do where neither works.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
	const found = await findBrowser();
	if (found !== undefined) return found;
	const { code } = await step('Getting a browser for the tests (once)', () =>
		runPackage('@playwright/test/cli.js', ['install', 'chromium'], { quiet: true, timeoutMs: 240_000 })
	);
	if (code !== 0) {
		say(soft('  Playwright’s own browser cannot be had here.'));
		await installFromDebian();
	}
	const got = await findBrowser();
	if (got === undefined) {
		throw new Stop(
			[
				'The browser tests need Chromium, and it could not be had by itself. One of these helps:',
				'  npx playwright install --with-deps chromium',
				'  apt-get install chromium         (Debian, Ubuntu; as root)',
				'  UPDOWN_BROWSER=/path/to/chrome npm test'
			].join('\n')
		);
	}
	return got;
}
