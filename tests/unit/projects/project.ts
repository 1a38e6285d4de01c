import type { Project } from '../../../src/lib/projects/project.ts';
import { firstPlace } from '../../../src/lib/projects/record.ts';

/** A small whole project for tests. */
export function project(changes: Partial<Project> = {}): Project {
	return {
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		wheels: [],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		databases: [],
		scripts: [],
		environment: {},
		appliedTexts: { '0001': '-- Pets\n' },
		frames: [
			{
				revision: '0001',
				direction: 'upgrade',
				from: [],
				to: ['0001'],
				patch: { set: [], unset: [] },
				reverse: { set: [], unset: [] },
				changes: [],
				statements: [],
				warnings: [],
				at: '2026-11-23T05:47:00.000Z',
				durationMs: 1
			}
		],
		losses: [],
		queries: [],
		cutOff: undefined,
		leftover: undefined,
		colleague: undefined,
		place: { ...firstPlace, openFile: '0001_pets.sql', consoleHistory: ['SELECT 1'] },
		changedAt: '2026-11-23T05:47:00.000Z',
		...changes
	};
}
