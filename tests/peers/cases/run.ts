import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Judge, Verdict } from './case.ts';
import { judges } from './judges.ts';
import { Tally } from './tally.ts';

/** Which pairs are run, and how; everything where nothing is said. */
export interface Filters {
	readonly only?: readonly string[];
	readonly kind?: string;
	readonly variant?: string;
	readonly dialect?: string;
}

/**
 * Runs the pairs of every `diff-<dialect>.jsonl` in a folder and prints what came of them; gives the exit code. The results
 * are judged by the databases' own catalogs, not by the engine.
 */
export async function runCases(folder: string, filters: Filters = {}): Promise<number> {
	const tallies: Tally[] = [];
	for (const file of readdirSync(folder).sort()) {
		const dialect = /^diff-(.+)\.jsonl$/.exec(file)?.[1];
		if (dialect === undefined || (filters.dialect ?? dialect) !== dialect) continue;
		const open = judges[dialect];
		if (open === undefined) {
			console.log(`${file} is left out: there is nobody to judge ${dialect}.`);
			continue;
		}
		const cases = readCases(join(folder, file), filters);
		const judge = await open(cases);
		if (typeof judge === 'string') {
			console.log(`${file} is left out: ${judge}`);
			continue;
		}
		tallies.push(await runAll(dialect, judge, cases, filters));
		await judge.close();
	}
	console.log('');
	for (const tally of tallies) console.log(tally.total());
	return tallies.every(({ failed }) => failed === 0) ? 0 : 1;
}

function readCases(file: string, { only, kind }: Filters): readonly Case[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as Case)
		.filter((example) => only?.includes(example.id) ?? true)
		.filter((example) => (kind ?? example.kind) === example.kind);
}

async function runAll(
	dialect: string,
	judge: Judge,
	cases: readonly Case[],
	{ variant: chosen }: Filters
): Promise<Tally> {
	const variants = judge.variants.filter((variant) => (chosen ?? variant) === variant);
	const tally = new Tally(dialect, variants);
	for (const example of cases) {
		for (const variant of variants) {
			const verdict = await judge
				.judge(example, variant)
				.catch((error: unknown): Verdict => ({ outcome: 'failed', why: `thrown: ${stackOf(error)}` }));
			tally.count(example, variant, verdict);
			if (verdict.outcome === 'failed')
				console.log(`✕ ${dialect} ${variant} ${example.id} (${example.kind})\n${indented(verdict.why)}`);
			// What cannot be run at all cannot be run in another way.
			if (verdict.outcome === 'unrunnable') break;
		}
	}
	console.log(tally.table());
	return tally;
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function indented(text: string): string {
	return text.replace(/^/gm, '    ');
}
