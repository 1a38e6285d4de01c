import { DatabaseError, type Queryable } from '../engine/database.ts';
import { findMigration, withAncestors } from '../engine/migration/revisions.ts';
import type { RevisionGraph } from '../engine/migration/migration.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';

/** Alembic's own table. It holds the heads of what is applied, and nothing else. */
export const versionTable = 'alembic_version';

/** The revisions that Alembic says the database is at; none where its table is not there. */
export async function readVersions(database: Queryable): Promise<readonly string[]> {
	try {
		const { rows } = await database.query(`SELECT version_num FROM ${versionTable} ORDER BY version_num`);
		return rows.map(([version]) => String(version));
	} catch (error) {
		if (error instanceof DatabaseError) return [];
		throw error;
	}
}

/**
 * What Alembic's table means as a ledger: every revision below its heads is applied. It keeps no times and no checksums, so
 * an entry says what its file says now.
 */
export function ledgerOf(graph: RevisionGraph, versions: readonly string[]): readonly LedgerEntry[] {
	const applied = withAncestors(
		graph,
		versions.filter((version) => findMigration(graph, version))
	);
	const entries = graph.migrations
		.filter(({ revision }) => applied.has(revision))
		.map(({ revision, message, checksum }) => entry(revision, message, checksum));
	const unknown = versions.filter((version) => !findMigration(graph, version));
	return [...entries, ...unknown.map((version) => entry(version, version, ''))];
}

function entry(revision: string, name: string, checksum: string): LedgerEntry {
	return {
		revision,
		name,
		checksum,
		appliedAt: '',
		durationMs: 0,
		statementsApplied: 0,
		statementsTotal: 0,
		state: 'applied'
	};
}
