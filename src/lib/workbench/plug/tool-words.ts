import type { DialectName } from '../../engine/dialects/dialect.ts';
import type { CutStatement } from '../../engine/run/pull-plug.ts';

/** How Alembic runs a migration on a database, in a sentence. */
export function alembicsWay(dialect: DialectName): string {
	return dialect === 'sqlite'
		? 'Alembic runs migrations on SQLite outside of a transaction.'
		: 'Alembic runs migrations on PostgreSQL in one transaction, together with the row of `alembic_version`.';
}

/** Why that is in the database which is, and nothing else; nothing where nothing had run. */
export function whyLeft(dialect: DialectName, statements: readonly CutStatement[]): string {
	const isLost = statements.some(({ fate }) => fate === 'lost');
	const isLeft = statements.some(({ fate }) => fate === 'stays');
	if (dialect === 'sqlite') {
		const driver =
			'Python’s driver begins a transaction at the first INSERT, UPDATE or DELETE, and what ran from there on is lost with it.';
		if (isLeft && isLost) return `${alembicsWay(dialect)} But ${driver}`;
		if (isLost) return driver;
		return isLeft ? `${alembicsWay(dialect)} Each statement stays as soon as it has run.` : '';
	}
	if (isLeft && isLost) return 'What was committed before stays; the transaction that was open is lost.';
	if (isLost) return `${alembicsWay(dialect)} It is lost whole.`;
	return isLeft ? 'It ran outside of Alembic’s transaction, and stays.' : '';
}
