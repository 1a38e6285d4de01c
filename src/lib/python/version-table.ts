import { DatabaseError, type Database } from '../engine/database.ts';
import { findMigration, withAncestors } from '../engine/migration/revisions.ts';
import type { RevisionGraph } from '../engine/migration/migration.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { isVersionTable, usualVersionTable } from '../engine/run/other-ledgers.ts';
import type { Schema } from '../engine/schema/model.ts';

/** What Alembic's table is called; the usual name where it is not there yet. */
export function versionTableIn({ objects }: Schema): string {
	const names = objects.filter(isVersionTable).map(({ name }) => name);
	return names.includes(usualVersionTable) ? usualVersionTable : (names[0] ?? usualVersionTable);
}

/** The revisions that Alembic says the database is at; none where its table is not there. `known` is its structure, where that is known. */
export async function readVersions(database: Database, known?: Schema): Promise<readonly string[]> {
	try {
		return await versionsIn(database, usualVersionTable);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
	}
	const schema = known ?? (await database.dialect.inspector.inspect(database));
	return schema.objects.some(isVersionTable) ? versionsIn(database, versionTableIn(schema)) : [];
}

async function versionsIn(database: Database, table: string): Promise<readonly string[]> {
	const { rows } = await database.query(
		`SELECT version_num FROM ${database.dialect.relation(table)} ORDER BY version_num`
	);
	return rows.map(([version]) => String(version));
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
