import { DatabaseError } from '../database.ts';
import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import type { Schema } from '../schema/model.ts';
import { spanOf } from '../text/place.ts';
import { placeOfFailure, said } from './prepared-section.ts';

/** The file beside the folder that says what structure is wanted. */
export const schemaSqlFile = 'schema.sql';

/** What `sql`, the text of `schema.sql`, describes: it is run on a shadow, which is closed again. The problem where it does not run. */
export async function desiredSchema(
	sql: string,
	openShadow: (sql: string) => Promise<Database>
): Promise<Schema | Problem> {
	const shadow = await openShadow(sql);
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
			file: schemaSqlFile,
			span: placeOfFailure(error.failure, (start, end) => spanOf(sql, start, end))
		};
	} finally {
		await shadow.close();
	}
}
