import type { Database } from '../database.ts';
import { compareSchemas } from '../schema/compare.ts';
import { emptySchema } from '../schema/model.ts';
import { diffSchemas } from '../schema/patch.ts';
import type { AutogenerateReply, AutogenerateRequest } from './autogenerate-reply.ts';
import { desiredSchema } from './desired-schema.ts';
import { generate } from './generate.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { rowsInSchemaSql } from './rows-in-schema-sql.ts';
import { withoutProvided } from './without-provided.ts';

/**
 * What would make `database` into what the request's `schema.sql` describes. That text is run on a shadow
 * database, which is closed again, and the structures of both are compared. The shadow is the dialect's own, or
 * `openShadow` where it has none. Values that were given are tried on the rows there are; `database` is afterwards as
 * it was. Must be called outside a transaction.
 */
export async function autogenerate(
	database: Database,
	request: AutogenerateRequest,
	openShadow: () => Promise<Database>
): Promise<AutogenerateReply> {
	const { dialect } = database;
	const shadow = async (sql = '') => (await dialect.shadow?.(database, { sql })) ?? openShadow();
	const wanted = await desiredSchema(request.desired, shadow);
	if ('code' in wanted) return { kind: 'failed', problem: wanted };
	const described = withoutProvided(database, wanted);
	const [present, desired] = withoutOtherLedgers(
		withoutProvided(database, await dialect.inspector.inspect(database)),
		described
	);
	const ledgers = described.objects.filter((object) => !desired.objects.includes(object));
	const fresh = dialect.fresh ?? emptySchema;
	const nothing = compareSchemas(fresh, desired).length === 0;
	if (nothing && !request.dropAll && compareSchemas(present, desired).length > 0) {
		const { set } = diffSchemas(fresh, present);
		return { kind: 'nothingDesired', objects: set.map(({ kind, name }) => ({ kind, name })) };
	}
	const cautions = [
		...(dialect.cautions?.(request.desired) ?? []).map(({ message, hint }) => `${message} ${hint}`),
		...rowsInSchemaSql(
			dialect,
			request.desired,
			ledgers.map(({ name }) => name)
		)
	];
	const reply = await generate(database, { from: present, to: desired, at: 'from' }, request, shadow);
	if (reply.kind === 'equal' && cautions.length > 0) return { ...reply, warnings: cautions };
	if (reply.kind !== 'changes') return reply;
	const { migration } = reply;
	return { ...reply, migration: { ...migration, warnings: [...cautions, ...migration.warnings] } };
}
