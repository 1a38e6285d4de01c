import type { Database } from '../database.ts';
import type { RenderedMigration, Script } from '../schema/script.ts';
import { firstOf, without } from './foreign-keys.ts';
import { said } from './prepared-section.ts';
import { runScripts } from './try-scripts.ts';

/** Where there are more, a trial would keep people waiting for an answer. */
const mostRows = 50_000;

/** What draws from a sequence or sets one: no rollback takes that back. */
const moves = /\b(?:setval|nextval)\s*\(/i;

/**
 * The migration with what its upgrade does on the rows that are there: how it fails comes first, with the rows at fault where they
 * can be told; where it goes through, what it might have failed on says so. It stays as it is where it was not tried: where there are
 * no rows, or very many. The database is afterwards as it was. Must be called outside a transaction.
 */
export async function triedOnRows(
	database: Database,
	migration: RenderedMigration,
	rows: Readonly<Record<string, number>>
): Promise<RenderedMigration> {
	const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
	const { upgrade, warnings } = migration;
	if (count === 0 || count > mostRows || moves.test(upgrade.sql)) return migration;
	const { fails, strands } = await outcomeOf(database, upgrade);
	if (fails !== undefined) return { ...migration, warnings: [`${tried} this fails. ${fails}`, ...warnings] };
	const passed = warnings.map((each) =>
		maybeFails.test(each) || (strands === undefined && maybeStrands.test(each))
			? `${each} The rows that are there pass.`
			: each
	);
	return { ...migration, warnings: strands === undefined ? passed : [`${tried} ${strands}`, ...passed] };
}

const tried = 'Tried on the rows that are there,';
/** What the rows have not been counted for already. */
const maybeFails = /\bthis fails (?:if|where)\b(?!.* or is refused\.$)/i;
const maybeStrands = /\bthis leaves rows that point nowhere if\b/i;

/** How a script fails, or which rows it leaves pointing nowhere where nothing prevents that, in sentences. */
async function outcomeOf(
	database: Database,
	script: Script
): Promise<{ readonly fails?: string; readonly strands?: string }> {
	const { dialect } = database;
	const { transactions } = dialect;
	const enforced = await transactions.foreignKeys(database);
	const violations = async () => (enforced ? [] : transactions.foreignKeyViolations(database));
	const before = await violations();
	let stranded: readonly string[] = [];
	const end = await runScripts(database, [script], async () => {
		stranded = without(await violations(), before);
		return false;
	});
	switch (end.kind) {
		case 'refused': {
			const culprits = end.culprits ?? (await dialect.culprits(database, end.failure));
			return { fails: culprits?.sentence ?? said(dialect, end.failure) };
		}
		case 'brokenKeys':
			return { fails: `Rows point nowhere: ${firstOf(end.keys)}.` };
		case 'done': {
			if (stranded.length === 0) return {};
			const count = stranded.length === 1 ? 'one row points' : `${stranded.length} rows point`;
			return { strands: `${count} nowhere afterwards: ${firstOf(stranded)}.` };
		}
	}
}
