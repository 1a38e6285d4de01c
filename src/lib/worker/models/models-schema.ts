import { DatabaseError, type Database } from '../../engine/database.ts';
import { failure, success, type Outcome } from '../../engine/problem.ts';
import { withoutOtherLedgers } from '../../engine/run/other-ledgers.ts';
import { withoutProvided } from '../../engine/run/without-provided.ts';
import { emptySchema, type Schema } from '../../engine/schema/model.ts';
import type { AlembicComparison } from '../../python/autogenerate.ts';

/**
 * What `create_all` makes of the models on an empty database of the same kind. What the models only use and cannot make, they
 * find as in the `present` database: extensions, and schemas.
 */
export async function modelsSchema(
	database: Database,
	{ models, schemas }: AlembicComparison,
	present: Schema,
	openSecond: () => Promise<Database>
): Promise<Outcome<Schema>> {
	const { dialect } = database;
	const provided = present.objects.flatMap((object) => (object.kind === 'extension' ? [object.sql] : []));
	const sql = [
		...provided.map((one) => `${one.replace(/;\s*$/, '')};`),
		...schemas.map((name) => `CREATE SCHEMA IF NOT EXISTS ${dialect.identifier(name)};`),
		...models
	].join('\n');
	const shadow = (await dialect.shadow?.(database, { sql })) ?? (await openSecond());
	try {
		await shadow.execute(sql);
		const made = withoutProvided(database, await dialect.inspector.inspect(shadow));
		return success(withoutOtherLedgers(made, emptySchema)[0]);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		const { message, hint } = dialect.explain(error.failure);
		return failure({
			code: 'models-refused',
			severity: 'error',
			message: `What SQLAlchemy makes of the models does not run on an empty database, so it cannot be compared. ${message}`,
			hint
		});
	} finally {
		await shadow.close();
	}
}
