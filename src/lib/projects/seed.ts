import type { DialectName } from '../engine/dialects/dialect.ts';
import type { Project, ProjectSeed } from './project.ts';
import { firstPlace } from './record.ts';

/** The project that grows from `seed`: nothing applied yet, the first file open. `now` is ISO 8601 in UTC. */
export function startProject(
	seed: ProjectSeed,
	{ id, now }: { readonly id: string; readonly now: string }
): Project {
	return {
		id,
		name: seed.name,
		dialect: seed.dialect,
		toolchain: seed.toolchain ?? 'sql',
		foreignKeys: seed.foreignKeys,
		target: seed.target,
		extensions: seed.extensions ?? [],
		files: seed.files,
		wheels: seed.wheels ?? [],
		schemaSql: seed.schemaSql,
		databaseFile: seed.database?.file,
		databases: [],
		scripts: [],
		environment: seed.environment ?? {},
		appliedTexts: {},
		frames: seed.past?.frames ?? [],
		losses: seed.past?.losses ?? [],
		queries: seed.past?.queries ?? [],
		cutOff: undefined,
		leftover: undefined,
		colleague: undefined,
		place: { ...firstPlace, openFile: seed.files[0]?.name },
		changedAt: now
	};
}

/** An empty project: no migration yet, and a `schema.sql` that says what it is for. */
export function emptySeed(dialect: DialectName): ProjectSeed {
	return {
		name: 'Untitled project',
		dialect,
		foreignKeys: true,
		files: [],
		schemaSql:
			'-- What the database should look like. Write CREATE TABLE statements here and press Autogenerate:\n' +
			'-- Updown compares them with the database and writes the migration.\n',
		startAt: undefined,
		notes: []
	};
}
