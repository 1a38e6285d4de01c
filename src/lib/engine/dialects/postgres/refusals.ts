import { DatabaseError } from '../../database.ts';
import type { Statement } from './split.ts';

/** Said of COPY … FROM STDIN; `explain` knows it by these words. */
export const copyFromStdin = 'COPY FROM STDIN has nobody to send it the rows';

/** Said of CREATE SUBSCRIPTION; `explain` knows it by these words. */
export const subscribed = 'CREATE SUBSCRIPTION has no other server to reach';

/**
 * A statement that must not reach PostgreSQL, because it would wait for what nobody sends, or break more than itself: where PGlite
 * fails to load the library for subscriptions, it loads no other any more.
 */
export function refusedBefore({ sql, start, end, parsed }: Statement): DatabaseError | undefined {
	const refused = (message: string) => new DatabaseError({ message, code: '0A000', sql, start, end });
	if (parsed?.kind === 'CreateSubscriptionStmt') return refused(subscribed);
	if (parsed?.kind !== 'CopyStmt') return undefined;
	const { is_from: into, filename } = parsed.node;
	return into === true && filename === undefined ? refused(copyFromStdin) : undefined;
}
