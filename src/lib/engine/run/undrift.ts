import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { Schema } from '../schema/model.ts';
import type { AutogenerateReply } from './autogenerate-reply.ts';
import type { RunContext } from './context.ts';
import { expectedSchema, presentSchema } from './drift.ts';
import { generate, type GenerateRequest } from './generate.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { rehearsePutBack } from './put-back.ts';

/** Which of the two ways out of drift: the folder follows the database, or the database follows the folder. */
export type DriftWay = 'migration' | 'putBack';

/** How to write the way out. */
export type DriftRequest = Omit<GenerateRequest, 'split'> & { readonly way: DriftWay };

/** A way out of drift, written and tried. */
export interface Undrift {
	/** For `putBack`, the upgrade is what puts the database back. `nothingDesired` does not come. */
	readonly reply: AutogenerateReply;
	/** What would become of the rows: it was really run and undone. `[]` where every row stays as it is, or where it was refused. */
	readonly tables: readonly TableFates[];
	/** Why the database refuses it as it stands. */
	readonly refusal?: Problem;
}

/**
 * Writes a way out of drift: a migration that does to every other database what somebody did to this one, or what puts this one
 * back, which is tried on the rows that are there. The database is afterwards as it was. Must be called outside a
 * transaction.
 */
export async function undrift(
	context: RunContext,
	request: DriftRequest,
	openSecond: () => Promise<Database>
): Promise<Undrift> {
	const expected = await expectedSchema(context, openSecond);
	if (!expected.ok) return { reply: { kind: 'failed', problem: expected.problems[0]! }, tables: [] };
	return undriftFrom(context.database, expected.value, request, openSecond);
}

/** The same where the structure that the folder makes is already known. */
export async function undriftFrom(
	database: Database,
	expected: Schema,
	{ way, ...request }: DriftRequest,
	openSecond: () => Promise<Database>
): Promise<Undrift> {
	const [folder, present] = withoutOtherLedgers(expected, await presentSchema(database));
	if (way === 'migration') {
		const span = { from: folder, to: present, at: 'to' } as const;
		return { reply: await generate(database, span, request, openSecond), tables: [] };
	}
	const span = { from: present, to: folder, at: 'from' } as const;
	const reply = await generate(database, span, request, openSecond);
	if (reply.kind !== 'changes') return { reply, tables: [] };
	return { reply, ...(await rehearsePutBack(database, reply.migration.upgrade, request.renames)) };
}
