import { describe, expect, test } from 'vitest';
import {
	firstPlace,
	projectFormat,
	restoreProject,
	toRecord,
	upgradeRecord,
	upgrades
} from '../../../src/lib/projects/record.ts';
import { project } from './project.ts';

/** One record as each released format wrote it. Never edited; a new format adds its own. */
const released: Readonly<Record<number, unknown>> = {
	1: {
		format: 1,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		foreignKeys: true,
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	2: {
		format: 2,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	3: {
		format: 3,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	4: {
		format: 4,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		queries: [],
		cutOff: undefined,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	5: {
		format: 5,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		queries: [],
		cutOff: undefined,
		colleague: undefined,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	6: {
		format: 6,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		environment: {},
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		queries: [],
		cutOff: undefined,
		colleague: undefined,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	7: {
		format: 7,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		environment: {},
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		queries: [],
		cutOff: undefined,
		leftover: undefined,
		colleague: undefined,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	},
	8: {
		format: 8,
		id: 'p1',
		name: 'Pets',
		dialect: 'sqlite',
		toolchain: 'sql',
		foreignKeys: true,
		target: undefined,
		extensions: [],
		files: [{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nCREATE TABLE pets (id);\n' }],
		schemaSql: 'CREATE TABLE pets (id);\n',
		databaseFile: undefined,
		scripts: [],
		environment: {},
		appliedTexts: { '0001': '-- Pets\n' },
		frames: project().frames,
		losses: [],
		queries: [],
		cutOff: undefined,
		leftover: undefined,
		colleague: undefined,
		place: {
			openFile: '0001_pets.sql',
			pane: 'rows',
			table: undefined,
			terminalOpen: false,
			consoleText: '',
			consoleHistory: ['SELECT 1'],
			terminalHistory: []
		},
		changedAt: '2026-11-23T05:47:00.000Z',
		hasImage: true
	}
};

function restored(record: unknown) {
	const outcome = restoreProject(record);
	if (!outcome.ok) throw new Error(outcome.problems[0]?.message);
	return outcome.value;
}

function refused(record: unknown): string {
	const outcome = restoreProject(record);
	return outcome.ok ? 'not refused' : `${outcome.problems[0]?.code}: ${outcome.problems[0]?.message}`;
}

describe('a stored project', () => {
	test('comes back as it was saved', () => {
		expect(restored(toRecord(project(), true))).toEqual({
			project: project(),
			hasImage: true,
			wheelFiles: [],
			repairs: []
		});
	});

	test('keeps the version it must run on and its extensions', () => {
		const chosen = project({ dialect: 'postgres', target: '15', extensions: ['pg_trgm'] });
		expect(restored(toRecord(chosen, false)).project).toEqual(chosen);
	});

	test('keeps the variables that its tools run with; one that has none has no variables', () => {
		const exported = project({ toolchain: 'python', environment: { FLASK_APP: 'shop' } });
		expect(restored(toRecord(exported, false)).project).toEqual(exported);
		const { environment: _, ...without } = toRecord(project(), false);
		expect(restored(without).project.environment).toEqual({});
	});

	test('keeps where Alembic looks by what code says; what is damaged of it is left out', () => {
		const scripts = [{ home: 'migrations/', folders: [{ folder: 'shared/', isDeep: false }] }];
		const told = project({ toolchain: 'python', scripts });
		expect(restored(toRecord(told, false)).project).toEqual(told);
		const damaged = { ...toRecord(told, false), scripts: [{ home: 'migrations/', folders: 'shared/' }] };
		expect(restored(damaged).project.scripts).toEqual([]);
	});

	test('remembers the other developer and what both had, and says so where that is damaged', () => {
		const common = { files: project().files, schemaSql: 'x', at: '2026-11-23T05:47:00.000Z' };
		const forked = project({ colleague: { id: 'p2', common, theirs: ['0002_email.sql'] } });
		expect(restored(toRecord(forked, true)).project).toEqual(forked);
		const damaged = { ...toRecord(forked, true), colleague: { id: 'p2', common: { ...common, files: [1] } } };
		expect(restored(damaged).project.colleague).toBeUndefined();
		expect(restored(damaged).repairs.join()).toContain('fork it again');
	});

	test('can be read in every format that was ever released', () => {
		expect(Object.keys(released)).toEqual(Array.from({ length: projectFormat }, (_, at) => String(at + 1)));
		for (const record of Object.values(released)) expect(restored(record).project).toEqual(project());
	});

	test('says of losses that only came back in number that nobody looked at the values', () => {
		const loss = { revision: '0001', direction: 'downgrade', at: '1', tables: [], acknowledged: false };
		const record = { ...(released[3] as object), losses: [{ ...loss, cameBack: '2' }] };
		expect(restored(record).project.losses).toEqual([{ ...loss, countedBack: '2' }]);
	});

	test('has a way from every earlier format to the present one', () => {
		expect(Object.keys(upgrades)).toEqual(
			Array.from({ length: projectFormat - 1 }, (_, at) => String(at + 1))
		);
	});

	test('is led through every format between, in order', () => {
		const steps = {
			1: (record: Readonly<Record<string, unknown>>) => ({ ...record, trail: [1] }),
			2: (record: Readonly<Record<string, unknown>>) => ({
				...record,
				trail: [...(record.trail as number[]), 2]
			})
		};
		expect(upgradeRecord({ format: 1, id: 'a' }, steps, 3)).toEqual({
			ok: true,
			value: { format: 3, id: 'a', trail: [1, 2] }
		});
	});

	test('from a newer Updown is refused, not half read', () => {
		expect(refused({ ...toRecord(project(), true), format: projectFormat + 1 })).toMatch(
			/^project-from-later-version: .*newer version/
		);
	});
});

describe('a damaged record', () => {
	const whole = toRecord(project(), false);

	test.each([
		['nothing', undefined],
		['a text', 'oops'],
		['a list', []],
		['no format', { id: 'p1' }],
		['format 0', { ...whole, format: 0 }],
		['no id', { ...whole, id: undefined }],
		['no files', { ...whole, files: 'gone' }],
		['a database we do not know', { ...whole, dialect: 'oracle' }]
	])('of %s is explained', (_, record) => {
		expect(refused(record)).toMatch(/^project-damaged: This stored project is damaged\. ./);
	});

	test('keeps the files that can be read and says how many cannot', () => {
		const { project: mended, repairs } = restored({
			...whole,
			files: [...whole.files, { name: 'x.sql' }, null]
		});
		expect(mended.files).toEqual(whole.files);
		expect(repairs).toEqual(['2 files of the folder could not be read.']);
	});

	test('loses only the part of the timeline that is broken', () => {
		const { project: mended, repairs } = restored({ ...whole, frames: [...whole.frames, { revision: 5 }] });
		expect(mended.frames).toEqual(whole.frames);
		expect(repairs).toHaveLength(1);
	});

	test('gets its small things filled in without a word', () => {
		const { project: mended, repairs } = restored({
			...whole,
			name: ' ',
			place: { pane: 'cellar', consoleHistory: ['SELECT 1', 2] },
			appliedTexts: { a: 'text', b: 3 },
			schemaSql: undefined,
			changedAt: undefined
		});
		expect(mended).toMatchObject({
			name: 'Untitled project',
			place: { ...firstPlace, consoleHistory: ['SELECT 1'] },
			appliedTexts: { a: 'text' },
			schemaSql: '',
			changedAt: '1970-01-01T00:00:00.000Z'
		});
		expect(repairs).toEqual([]);
	});
});
