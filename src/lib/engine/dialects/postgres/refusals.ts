import { DatabaseError } from '../../database.ts';
import type { Statement } from './split.ts';

/** Said of COPY … FROM STDIN; `explain` knows it by these words. */
export const copyFromStdin = 'COPY FROM STDIN has nobody to send it the rows';

/** A statement that must not reach PostgreSQL, because it would wait for what nobody sends. */
export function refusedBefore({ sql, start, end, parsed }: Statement): DatabaseError | undefined {
	if (parsed?.kind !== 'CopyStmt') return undefined;
	const { is_from: into, filename } = parsed.node;
	if (into !== true || filename !== undefined) return undefined;
	return new DatabaseError({ message: copyFromStdin, code: '0A000', sql, start, end });
}
