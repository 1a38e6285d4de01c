import { DatabaseError } from '../database.ts';
import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../schema/autogenerate-reply.ts';
import { countRows } from '../rows/count-rows.ts';
import { compareSchemas } from '../schema/compare.ts';
import { describeChange } from '../schema/describe.ts';
import type { Schema } from '../schema/model.ts';
import { suggestRenames } from '../schema/renames.ts';
import { spanOf } from '../text/place.ts';
import { withoutOtherLedgers } from './other-ledgers.ts';
import { placeOfFailure, said } from './prepared-section.ts';

/**
 * What would make `database` into what the request's `schema.sql` describes. That text is run on a shadow
 * database, which is closed again, and the structures of both are compared; `database` is only read.
 */
export async function autogenerate(
	database: Database,
	request: AutogenerateRequest,
	openShadow: () => Promise<Database>
): Promise<AutogenerateReply> {
	const { dialect } = database;
	const { inspector, renderer } = dialect;
	const wanted = await desiredSchema(request.desired, openShadow);
	if ('code' in wanted) return { kind: 'failed', problem: wanted };
	const [present, desired] = withoutOtherLedgers(await inspector.inspect(database), wanted);
	const { renames } = request;
	const changes = compareSchemas(present, desired, { renames });
	if (changes.length === 0) return { kind: 'equal' };
	if (desired.objects.length === 0 && !request.dropAll) {
		return { kind: 'nothingDesired', objects: present.objects.map(({ kind, name }) => ({ kind, name })) };
	}
	const rows = await countRows(database, present);
	return {
		kind: 'changes',
		changes,
		words: changes.map((change) => dialect.describe?.(change) ?? describeChange(change)),
		migration: renderer.renderMigration(present, desired, { renames, rows }),
		suggestions: suggestRenames(present, desired, { renames })
	};
}

async function desiredSchema(sql: string, openShadow: () => Promise<Database>): Promise<Schema | Problem> {
	const shadow = await openShadow();
	try {
		await shadow.execute(shadow.dialect.runnableDump?.(sql) ?? sql);
		return await shadow.dialect.inspector.inspect(shadow);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		const { message, hint } = shadow.dialect.explain(error.failure);
		return {
			code: 'schema-sql-refused',
			severity: 'error',
			message: `schema.sql does not run on an empty database. ${message} ${said(shadow.dialect, error.failure)}`,
			hint,
			file: 'schema.sql',
			span: placeOfFailure(error.failure, (start, end) => spanOf(sql, start, end))
		};
	} finally {
		await shadow.close();
	}
}
