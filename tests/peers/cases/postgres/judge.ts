import type { RenderedMigration } from '../../../../src/lib/engine/index.ts';
import { failed, passed, type Case, type Judge, type Verdict } from '../case.ts';
import { difference } from '../difference.ts';
import { foretells } from '../renames.ts';
import type { Bench } from './bench.ts';
import type { Migrations } from './engine.ts';
import { fill } from './fill.ts';
import { lostValues, valuesOf } from './values.ts';

/** What all variants of a pair share. */
interface Pair<From> {
	readonly before: string;
	readonly after: string;
	readonly from: From;
	readonly to: From;
	readonly changes: number;
}

/**
 * For each pair, compare must tell what the catalog tells (`compare`), the generated upgrade must make the later
 * schema of the earlier one and the downgrade the earlier one again: on empty tables, on tables with rows, which keep the
 * values of what stays, and with every suggested rename taken.
 */
export function postgresJudge<From>(bench: Bench, migrations: Migrations<From>): Judge {
	let latest: { readonly example: Case; readonly pair: Promise<Pair<From> | Verdict> } | undefined;

	async function prepare({ before, after }: Case): Promise<Pair<From> | Verdict> {
		const catalogs: string[] = [];
		for (const sql of [before, after]) {
			const refused = await bench.make(sql);
			if (refused !== undefined) {
				await bench.clear();
				return { outcome: 'unrunnable', why: `${sql === before ? 'before' : 'after'}: ${refused}` };
			}
			catalogs.push(await bench.fingerprint());
			await bench.clear();
		}
		const [from, to] = [await migrations.schemaOf(before), await migrations.schemaOf(after)];
		const changes = migrations.changes(from, to);
		return { before: catalogs[0]!, after: catalogs[1]!, from, to, changes };
	}

	async function judge(example: Case, variant: string): Promise<Verdict> {
		if (latest?.example !== example) latest = { example, pair: prepare(example) };
		const pair = await latest.pair;
		if ('outcome' in pair) return pair;
		if (variant === 'compare') return compared(pair, example);
		const renames = variant === 'renames' ? migrations.renames(pair.from, pair.to) : [];
		try {
			const refused = await bench.make(example.before);
			if (refused !== undefined) return failed(`before, the second time: ${refused}`);
			const rows = variant === 'rows' ? await fill(bench) : undefined;
			const migration = migrations.render(pair.from, pair.to, { renames, ...(rows && { rows }) });
			return await tried(bench, migration, pair, rows !== undefined);
		} finally {
			await bench.clear();
		}
	}

	return {
		variants: ['compare', 'empty', 'rows', 'renames'],
		judge,
		async close() {
			await migrations.close();
			await bench.close();
		}
	};
}

/** A pair that is said to mean the same is judged by the catalog all the same, should that know better. */
function compared({ before, after, changes }: Pair<unknown>, { noop }: Case): Verdict {
	if ((before === after) === (changes === 0)) return passed;
	return failed(
		`compare says ${changes} changes, the catalog says ${before === after ? 'equal' : 'different'}${noop ? ', and the pair is said to mean the same' : ''}\n${difference(before, after)}`
	);
}

async function tried(
	bench: Bench,
	{ upgrade, downgrade, warnings }: RenderedMigration,
	{ before, after }: Pair<unknown>,
	filled: boolean
): Promise<Verdict> {
	const values = filled ? await valuesOf(bench) : undefined;
	const text = () => [upgrade.sql, ...warnings.map((warning) => `warning: ${warning}\n`)].join('');
	const refusedUp = await bench.run(`BEGIN;\n${upgrade.sql}\n;COMMIT;`);
	if (refusedUp !== undefined) {
		// The rows at hand break the new rules, and the script says so beforehand.
		if (filled && warnings.some(foretells)) return { outcome: 'foretold' };
		return failed(`upgrade: ${refusedUp}\n${text()}`);
	}
	const made = await bench.fingerprint();
	if (made !== after) return failed(`upgrade gives another schema\n${text()}${difference(made, after)}`);
	const between = filled ? await valuesOf(bench) : undefined;
	const lost = values && between ? lostValues(values, between, warnings) : [];
	if (lost.length > 0) return failed(`upgrade loses values\n${text()}${lost.join('\n')}`);

	const refusedDown = await bench.run(`BEGIN;\n${downgrade.sql}\n;COMMIT;`);
	if (refusedDown !== undefined)
		return failed(`downgrade: ${refusedDown}\n${downgrade.sql}after\n${upgrade.sql}`);
	const back = await bench.fingerprint();
	if (back !== before)
		return failed(
			`downgrade gives another schema\n${downgrade.sql}${difference(back, before)}\nafter\n${upgrade.sql}`
		);
	const lostBack = between ? lostValues(between, await valuesOf(bench), warnings) : [];
	return lostBack.length > 0
		? failed(`downgrade loses values\n${downgrade.sql}${lostBack.join('\n')}`)
		: passed;
}
