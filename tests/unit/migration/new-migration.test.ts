import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	mergeMigration,
	newMigration,
	newMigrations,
	parseFolder,
	readMigration,
	slugOf,
	type FolderFile,
	type NewMigration
} from '../../../src/lib/engine/migration/index.ts';
import { filesOf, graphOf } from './folder-dsl.ts';

const now = '2026-11-23T05:47:00.000Z';
const timestamp = { kind: 'timestamp', now } as const;
const sequential = { kind: 'sequential' } as const;

function made(lines: readonly string[], wanted: Partial<NewMigration> = {}): FolderFile {
	const outcome = newMigration(graphOf(...lines), { message: 'Add email', id: timestamp, ...wanted });
	if (!outcome.ok) throw new Error(outcome.problems[0]!.code);
	return outcome.value;
}

function refusal(lines: readonly string[], wanted: Partial<NewMigration> = {}) {
	const outcome = newMigration(graphOf(...lines), { message: 'Add email', id: timestamp, ...wanted });
	return outcome.ok ? outcome.value.name : outcome.problems.map(({ code }) => code).join(' ');
}

describe('a new migration', () => {
	it('is a file dbmate can run, that says what it follows', () => {
		expect(made(['20261122101500'], { message: 'Add email to users' })).toEqual({
			name: '20261123054700_add_email_to_users.sql',
			text:
				'-- Add email to users\n-- revision: 20261123054700\n-- revises: 20261122101500\n' +
				'-- migrate:up\n\n-- migrate:down\n\n'
		});
	});

	it('is a root where the folder is empty, and where it is asked for', () => {
		expect(made([]).text).toContain('-- revises: base\n');
		expect(made(['0001 <'], { head: 'base', splice: true }).text).toContain('-- revises: base\n');
	});

	it('carries labels, dependencies and generated SQL', () => {
		const { text } = made(['0001 <', '0002 <'], {
			head: '0001',
			labels: ['shop'],
			dependsOn: ['2'],
			upgrade: { sql: 'A;\n', foreignKeys: false },
			downgrade: { sql: 'B;', foreignKeys: true }
		});
		expect(text).toContain(
			'-- revises: 0001\n-- labels: shop\n-- depends-on: 0002\n-- migrate:up foreign_keys:false\nA;\n-- migrate:down\nB;\n'
		);
	});

	it.each<[string, readonly string[], Partial<NewMigration>, string]>([
		['a time where the folder has none', [], {}, '20261123054700'],
		['the next second where the time is taken', ['20261123054700'], {}, '20261123054701'],
		['the next minute after 59 seconds', ['20261123054759'], {}, '20261123054800'],
		['the next year at its end', ['20261231235959'], {}, '20270101000000'],
		['a time above one from the future', ['20991231235958'], {}, '20991231235959'],
		['a time as wide as the folder has', ['20150100000001000000'], {}, '20261123054700000000'],
		['0001 first', [], { id: sequential }, '0001'],
		['the next number', ['0001', '0002'], { id: sequential }, '0003'],
		['as many digits as the folder has', ['000009'], { id: sequential }, '000010'],
		['one digit more where it must', ['99'], { id: sequential }, '100'],
		['no padding where the folder has none', ['9'], { id: sequential }, '10'],
		['a given number', ['0001'], { id: { kind: 'given', revision: '0007' } }, '0007']
	])('gets %s', (_, lines, wanted, expected) => {
		expect(made(lines, wanted).name).toBe(`${expected}_add_email.sql`);
	});

	it('with a given word still has a number in its name, since dbmate orders by it', () => {
		const file = made(['0001'], { id: { kind: 'given', revision: 'abc' } });
		expect(file.name).toBe('0002_abc_add_email.sql');
		expect(readMigration(file).migration?.revision).toBe('abc');
	});

	it.each<[string, readonly string[], Partial<NewMigration>, string]>([
		['several heads', ['a1 <', 'b1 <'], {}, 'several-heads'],
		['a parent that is no head', ['0001', '0002'], { head: '0001' }, 'not-a-head'],
		['an unknown parent', ['0001'], { head: 'gone' }, 'unknown-revision'],
		['an unknown dependency', ['0001'], { dependsOn: ['gone'] }, 'unknown-revision'],
		['an id that is taken', ['0001'], { id: { kind: 'given', revision: '0001' } }, 'revision-taken'],
		['an id that cannot be typed', [], { id: { kind: 'given', revision: 'x-y' } }, 'unsound-name'],
		['a label that is taken', ['0001 < [shop]'], { labels: ['shop'] }, 'label-taken'],
		['a label that cannot be typed', ['0001'], { labels: ['my shop'] }, 'unsound-name']
	])('is refused for %s', (_, lines, wanted, expected) => {
		expect(refusal(lines, wanted)).toBe(expected);
	});

	it('makes a branch from a revision that is no head only where that is asked for', () => {
		const file = made(['0001', '0002'], { head: '0001', splice: true });
		expect(parseFolder([...filesOf('0001', '0002'), file]).graph.heads).toHaveLength(2);
	});

	it('is read back as it was meant, whatever its message', () => {
		const words = fc.array(
			fc.oneof(
				fc.constantFrom(
					'labels:',
					'revises: x',
					'-- migrate:up',
					'--',
					'\n',
					'\r',
					'…',
					'!',
					' ',
					'é',
					'message: ',
					'\ufeff'
				),
				fc.string()
			),
			{ maxLength: 5 }
		);
		fc.assert(
			fc.property(words, fc.boolean(), (parts, numbered) => {
				const message = parts.join('');
				const file = made(['0001', '0002'], { message, id: numbered ? sequential : timestamp });
				const { graph, problems } = parseFolder([...filesOf('0001', '0002'), file]);
				expect(problems.map(({ code }) => code)).toEqual(['empty-up']);
				const [, , read] = graph.migrations;
				expect(graph.parents[read!.revision]).toEqual(['0002']);
				const said = message.replace(/[\p{Cc}\p{Z}\s\ufeff]+/gu, ' ').trim();
				if (said !== '') expect(read!.message).toBe(said);
				expect(file.name).toMatch(/^\d+_[a-z0-9_]{1,40}\.sql$/);
			}),
			{ numRuns: 300 }
		);
	});
});

describe('a merge', () => {
	const merge = (lines: readonly string[], revisions: readonly string[], message = '') =>
		mergeMigration(graphOf(...lines), { revisions, message, id: sequential });

	it('joins heads and does nothing else', () => {
		const outcome = merge(['0001 <', '0002 < 0001', '0003 < 0001'], ['heads']);
		if (!outcome.ok) throw new Error();
		expect(outcome.value).toEqual({
			name: '0004_merge_0002_and_0003.sql',
			text: '-- merge 0002 and 0003\n-- revision: 0004\n-- revises: 0002, 0003\n-- migrate:up\n\n-- migrate:down\n\n'
		});
		const folder = [...filesOf('0001 <', '0002 < 0001', '0003 < 0001'), outcome.value];
		expect(parseFolder(folder)).toMatchObject({ problems: [], graph: { heads: ['0004'] } });
	});

	it.each<[string, readonly string[], readonly string[], string]>([
		['one head', ['0001'], ['heads'], 'nothing-to-merge'],
		['nothing', [], ['heads'], 'nothing-to-merge'],
		['one named twice', ['a1 <', 'b1 <'], ['a1', 'a1'], 'nothing-to-merge'],
		['what is no head', ['0001 <', '0002 < 0001', '0003 < 0001'], ['0001', '0002'], 'merge-of-no-head'],
		['what is not there', ['a1 <', 'b1 <'], ['a1', 'gone'], 'unknown-revision']
	])('of %s is refused', (_, lines, revisions, code) => {
		const outcome = merge(lines, revisions);
		expect(outcome.ok ? 'ok' : outcome.problems[0]!.code).toBe(code);
	});
});

describe('a slug', () => {
	it.each([
		['Add email to users', 'add_email_to_users'],
		['Añadir él corrèo', 'anadir_el_correo'],
		['Straße nach Ålesund, łódź', 'strasse_nach_alesund_lodz'],
		["users' e-mail isn't unique", 'users_e_mail_isnt_unique'],
		['add user name and more very long columns to it', 'add_user_name_and_more_very_long_columns'],
		['a'.repeat(60), 'a'.repeat(40)],
		['ﬁx №5', 'fix_no5'],
		['日本語', 'migration'],
		['', 'migration'],
		['../../etc/passwd', 'etc_passwd']
	])('of “%s” is %s', (message, slug) => {
		expect(slugOf(message)).toBe(slug);
	});
});

describe('several new migrations', () => {
	const script = (sql: string) => ({ sql: `${sql};\n`, foreignKeys: true });
	const parts = ['Created table tags', 'Added email to users'].map((message, at) => ({
		message,
		upgrade: script(`SELECT ${at}`),
		downgrade: script(`SELECT -${at}`)
	}));
	const several = (wanted: Partial<NewMigration> = {}) =>
		newMigrations(filesOf('0001', '0002 < 0001'), { message: '', id: sequential, ...wanted }, parts);

	it('follow one another, each with its own message behind that of all', () => {
		const outcome = several({ message: 'Loyalty' });
		if (!outcome.ok) throw new Error(outcome.problems[0]!.code);
		expect(outcome.value.map(({ name }) => name)).toEqual([
			'0003_loyalty_created_table_tags.sql',
			'0004_loyalty_added_email_to_users.sql'
		]);
		const read = outcome.value.map((file) => readMigration(file).migration);
		expect(read.map((migration) => migration?.revises)).toEqual([['0002'], ['0003']]);
		expect(read.map((migration) => migration?.up.sql)).toEqual(['SELECT 0;\n', 'SELECT 1;\n']);
	});

	it('are made with ids of the time that go up, labelled only at the first', () => {
		const outcome = several({ id: timestamp, labels: ['shop'] });
		if (!outcome.ok) throw new Error(outcome.problems[0]!.code);
		expect(outcome.value.map(({ name }) => name.slice(0, 14))).toEqual(['20261123054700', '20261123054701']);
		const read = outcome.value.map((file) => readMigration(file).migration);
		expect(read.map((migration) => migration?.labels)).toEqual([['shop'], []]);
	});

	it('cannot all have the one id that is given', () => {
		const outcome = several({ id: { kind: 'given', revision: '0042' } });
		expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'one-id-for-several' }] });
	});
});
