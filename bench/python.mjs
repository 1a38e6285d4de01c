import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findBrowser, quietFlags } from '../scripts/browser.mjs';
import { getFlaskMigrate } from '../scripts/peers/flask-migrate.mjs';
import { whyNoPython } from '../scripts/python/toolchain.mjs';
import { startServer } from '../scripts/serve.mjs';
import { median } from './measure.mjs';
import { printPythonWays } from './python-ways.mjs';

/** @typedef {import('./main.mjs').Line} Line */
/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page */
const prompt = (page) => page.getByRole('combobox', { name: 'Command' });

/**
 * Opens the terminal, once its database has been chosen: that gives a project of its own, whose terminal is closed.
 * @param {Page} page
 */
async function openTerminal(page) {
	const terminal = page.getByRole('button', { name: /Terminal$/ });
	if ((await terminal.getAttribute('aria-expanded')) !== 'true') await terminal.click();
}

/**
 * Types a line into the terminal. Milliseconds from Enter until its exit code is in the page.
 * @param {Page} page
 * @param {string} line
 */
async function typed(page, line) {
	await prompt(page).fill(line);
	const ended = page.evaluate(
		() =>
			new Promise((done) => {
				const entries = () => document.querySelectorAll('[role=log] .entry');
				const before = entries().length;
				let pressed = 0;
				document.addEventListener('keydown', () => (pressed = performance.now()), {
					once: true,
					capture: true
				});
				const observer = new MutationObserver(() => {
					const exit = entries()[before]?.querySelector('.exit')?.textContent ?? 'running…';
					if (exit === 'running…') return;
					observer.disconnect();
					done([performance.now() - pressed, exit]);
				});
				observer.observe(document.body, { subtree: true, childList: true, characterData: true });
			})
	);
	await prompt(page).press('Enter');
	const [time, exit] = /** @type {[number, string]} */ (await ended);
	if (/[1-9]/.test(exit)) throw new Error(`${line} ended with ${exit}.`);
	return time;
}

/**
 * Opens the blog as somebody does who comes for the first time: a context of its own has nothing in its caches.
 * @template Result
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @param {(page: Page) => Promise<Result>} use
 */
async function onBlog(browser, address, use) {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		serviceWorkers: 'block'
	});
	try {
		const page = await context.newPage();
		await page.goto(`${address}play/?sample=flask-blog`);
		await page.getByRole('navigation', { name: 'Folder' }).getByText('app.py').waitFor();
		return await use(page);
	} finally {
		await context.close();
	}
}

/**
 * From the navigation of a first visit until the first upgrade has ended, with the command typed at once.
 * @param {Page} page
 * @param {'sqlite' | 'postgres'} dialect
 */
async function firstUpgrade(page, dialect) {
	let asked = 0;
	if (dialect === 'postgres') {
		await page.getByRole('button', { name: 'Database: SQLite' }).click();
		await page.getByRole('menuitem', { name: /PostgreSQL/ }).click();
		await page.getByText('Its database is now postgresql://localhost/app').first().waitFor();
		// Nothing of Python has been asked for until now.
		asked = await page.evaluate(() => performance.now());
	}
	await openTerminal(page);
	await typed(page, up);
	return (await page.evaluate(() => performance.now())) - asked;
}

const up = 'flask db upgrade';
const down = 'flask db downgrade base';

/**
 * Going up and down again and again.
 * @param {Page} page
 * @param {number} rounds
 */
async function manyCommands(page, rounds) {
	const browser = page.context().browser();
	/** @type {number[]} */
	const upgrades = [];
	/** @type {number[]} */
	const memory = [];
	await openTerminal(page);
	for (let round = 0; round < rounds; round++) {
		upgrades.push(await typed(page, up));
		await typed(page, down);
		const isLooked = round === Math.floor(rounds / 5) || round === rounds - 1;
		if (browser && isLooked) memory.push(await memoryOf(browser));
	}
	return { upgrades, memory };
}

/**
 * The resident memory of the browser's processes of pages, in bytes.
 * @param {import('@playwright/test').Browser} browser
 */
async function memoryOf(browser) {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	await session.detach();
	const renderers = processInfo.filter(({ type }) => type === 'renderer');
	const pages = renderers.map(({ id }) => Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]));
	return pages.reduce((a, b) => a + b, 0) * 4096;
}

/** The native tools in a folder with the same project: milliseconds of an upgrade as a process. */
async function nativeUpgrades() {
	const programs = await getFlaskMigrate();
	const folder = mkdtempSync(join(tmpdir(), 'updown-bench-'));
	try {
		const sample = new URL('../content/samples/flask-blog/project/', import.meta.url);
		for (const name of readdirSync(sample, { recursive: true, encoding: 'utf8' })) {
			const from = new URL(name, sample);
			if (!statSync(from).isFile()) continue;
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), readFileSync(from));
		}
		const run = (/** @type {string} */ line) => {
			const began = performance.now();
			const { status, stderr } = spawnSync(join(programs, 'flask'), line.split(' ').slice(1), {
				cwd: folder,
				encoding: 'utf8'
			});
			if (status !== 0) throw new Error(`Natively, ${line} ended with ${status}: ${stderr}`);
			return performance.now() - began;
		};
		const times = [];
		for (let round = -1; round < 5; round++) {
			const time = run(up);
			run(down);
			if (round >= 0) times.push(time);
		}
		return times;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/**
 * What Python projects take in the built page. Undefined where there is no browser or no Python, which is then said.
 * @returns {Promise<readonly Line[] | undefined>}
 */
export async function pythonLines() {
	const executablePath = await findBrowser();
	const missing = whyNoPython();
	if (executablePath === undefined || missing !== undefined) {
		console.log(`Python is left out: ${missing ?? 'there is no browser to measure it in'}`);
		return undefined;
	}
	const server = await startServer();
	const browser = await chromium.launch({ executablePath, args: quietFlags });
	try {
		/** @type {Line[]} */
		const lines = [];
		for (const [dialect, most] of /** @type {const} */ ([
			['sqlite', 5000],
			['postgres', 8000]
		])) {
			const times = [];
			for (let round = 0; round < 3; round++)
				times.push(await onBlog(browser, server.address, (page) => firstUpgrade(page, dialect)));
			const what = `Python on ${dialect}, from nothing to the first flask db upgrade`;
			lines.push({ what, ...held(median(times), most) });
		}
		const { upgrades, memory } = await onBlog(browser, server.address, (page) => manyCommands(page, 100));
		const fifth = upgrades.length / 5;
		const warm = median(upgrades.slice(5));
		const native = await nativeUpgrades().catch((error) => {
			console.log(`The native Flask-Migrate is left out: ${error instanceof Error ? error.message : error}`);
			return undefined;
		});
		const raw = native && median(native);
		lines.push({
			what: 'flask db upgrade when warm (raw: native, as a process)',
			engine: warm,
			...(raw !== undefined && { raw, ratio: warm / raw }),
			limit: '≤ 400 ms and ≤ 2×',
			holds: warm <= 400 && (raw === undefined || warm <= 2 * raw)
		});
		lines.push(
			growth('200 commands in a row, time of an upgrade', [
				median(upgrades.slice(fifth, 2 * fifth)),
				median(upgrades.slice(-fifth))
			]),
			{
				...growth(
					'200 commands in a row, memory of the page',
					memory.map((bytes) => bytes / 1e6)
				),
				unit: 'MB'
			}
		);
		return lines;
	} finally {
		await browser.close();
		await server.close();
	}
}

/**
 * @param {number} engine
 * @param {number} most
 */
function held(engine, most) {
	return { engine, limit: `≤ ${most} ms`, holds: engine <= most };
}

/**
 * @param {string} what
 * @param {readonly number[]} figures after a fifth of all commands, and at the end
 * @returns {Line}
 */
function growth(what, [early = NaN, late = NaN]) {
	return {
		what: `${what} (raw: after a fifth of them)`,
		engine: late,
		raw: early,
		ratio: late / early,
		limit: '≤ 1.2×',
		holds: late <= 1.2 * early
	};
}

/** Prints what other ways to bring Python to a page would give. */
export async function printWays() {
	const missing = whyNoPython();
	if (missing !== undefined) return console.log(`Python is left out: ${missing}`);
	const folder = mkdtempSync(join(tmpdir(), 'updown-bench-'));
	try {
		await printPythonWays((name, content) => {
			writeFileSync(join(folder, name), content);
			return join(folder, name);
		});
	} finally {
		rmSync(folder, { recursive: true });
	}
}
