import { emptySchema } from '../engine/schema/model.ts';
import type { Project } from '../projects/project.ts';
import { firstPlace } from '../projects/record.ts';
import type { DatabaseState } from '../worker/protocol.ts';

/** What the screen shows until a project is open. */
export const blankProject: Project = {
	id: '',
	name: '',
	dialect: 'sqlite',
	toolchain: 'sql',
	foreignKeys: true,
	target: undefined,
	extensions: [],
	files: [],
	wheels: [],
	schemaSql: '',
	databaseFile: undefined,
	databases: [],
	scripts: [],
	environment: {},
	appliedTexts: {},
	frames: [],
	losses: [],
	queries: [],
	cutOff: undefined,
	leftover: undefined,
	colleague: undefined,
	place: firstPlace,
	changedAt: ''
};

export const blankDatabase: DatabaseState = {
	schema: emptySchema,
	ledger: [],
	current: [],
	rowCounts: {},
	version: 0
};
