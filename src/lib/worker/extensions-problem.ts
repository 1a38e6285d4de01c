import { DatabaseError, type Database } from '../engine/database.ts';
import type { Problem } from '../engine/problem.ts';
import { said } from '../engine/run/prepared-section.ts';

/** Sets the extensions of a database; why they cannot be so, where the database refuses. */
export async function extensionsProblem(
	database: Database,
	names: readonly string[]
): Promise<Problem | undefined> {
	try {
		await database.setExtensions?.(names);
		return undefined;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		const { message, hint } = database.dialect.explain(error.failure);
		return {
			code: 'extension-refused',
			severity: 'error',
			message: `${message} ${said(database.dialect, error.failure)}`,
			hint
		};
	}
}
