import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDocument, readMigration } from '../../../src/lib/engine/migration/index.ts';

function read(text: string, name = '0001_first.sql') {
	return readMigration({ name, text });
}

/** Each problem as `severity code line:column`. */
function problems(text: string, name?: string): readonly string[] {
	return read(text, name).problems.map(
		({ severity, code, span }) => `${severity} ${code} ${span?.start.line}:${span?.start.column}`
	);
}

const good = '-- migrate:up\nCREATE TABLE t (a);\n-- migrate:down\nDROP TABLE t;\n';

/** Pieces a hostile or careless hand might put in a row. */
const scraps = fc.constantFrom(
	...[
		'-- migrate:up',
		'-- migrate:down',
		'--migrate:up transaction:false',
		' -- migrate:up',
		'-- migrate: up'
	],
	...[
		'-- revision: 1',
		'-- revises: a, b',
		'-- revises:',
		'-- labels: __proto__',
		'-- depends-on: constructor'
	],
	...['\n', '\r\n', '\r', '\n\n', '\ufeff', '\0', ' ', '\t', ';', '\u2028'],
	...["'", "''", '"', '`', '[', ']', '$$', '$a$', '$', '/*', '*/', '--', "E'\\", '[it', 'x'],
	...['CREATE TABLE t (a);', 'é', '🦆', '\ud800']
);
const anyText = fc.oneof(
	fc.array(scraps, { maxLength: 40 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 200 })
);

describe('a migration file', () => {
	it('comes apart and together again without losing a byte, whatever it holds', () => {
		fc.assert(
			fc.property(anyText, fc.string(), (text, name) => {
				expect(printDocument(readMigration({ name, text }).document)).toBe(text);
			}),
			{ numRuns: 1000 }
		);
	});

	it('has problems only inside itself, each with what to do', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				for (const { span, file, hint, message } of read(text).problems) {
					expect(file).toBe('0001_first.sql');
					expect(message).not.toBe('');
					expect(hint).not.toBe('');
					expect(span!.start.offset).toBeGreaterThanOrEqual(0);
					expect(span!.end.offset).toBeLessThanOrEqual(text.length);
					expect(span!.end.offset).toBeGreaterThanOrEqual(span!.start.offset);
				}
			}),
			{ numRuns: 500 }
		);
	});

	it('has sections that are the very text at their span', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const { migration } = read(text);
				for (const section of [migration?.up, migration?.down]) {
					if (section) {
						expect(text.slice(section.span.start.offset, section.span.end.offset)).toBe(section.sql);
					}
				}
			}),
			{ numRuns: 500 }
		);
	});

	it('gives what its headers say', () => {
		const { migration, problems } = read(
			'-- Add email to users\n-- revision: 20261123\n-- Revises: a1, b2\n-- labels: shop\n-- depends_on: c3\n' +
				'-- migrate:up transaction:false\nA\n-- migrate:down foreign_keys:false\nB\n'
		);
		expect(problems).toEqual([]);
		expect(migration).toMatchObject({
			revision: '20261123',
			message: 'Add email to users',
			revises: ['a1', 'b2'],
			labels: ['shop'],
			dependsOn: ['c3'],
			up: { sql: 'A\n', transaction: false, foreignKeys: true },
			down: { sql: 'B\n', transaction: true, foreignKeys: false }
		});
		expect(migration?.up.span.start).toMatchObject({ line: 7, column: 1 });
	});

	it('without headers takes its revision and its words from its name', () => {
		const { migration } = read(good, '20220424062956_create_runs-table.sql');
		expect(migration).toMatchObject({
			revision: '20220424062956',
			message: 'create runs table',
			revises: undefined
		});
	});

	it('goes by its revision header where the name says another version', () => {
		const { migration, problems } = read(`-- revision: abc\n${good}`);
		expect([migration?.revision, problems]).toEqual(['abc', []]);
	});

	it.each(['', 'base', 'Base'])('begins a root with “revises: %s”', (value) => {
		expect(read(`-- revises: ${value}\n${good}`).migration?.revises).toEqual([]);
	});

	it('has the SHA-256 of its bytes as checksum', () => {
		expect(read('-- migrate:up\n').migration?.checksum).toBe(
			'076c9c75f021636d841ff8afee1971f4e0f632a40c4cfcc1b8130f89fb64be54'
		);
	});

	it('keeps CRLF line ends in its sections', () => {
		const { migration, problems } = read(good.replaceAll('\n', '\r\n'));
		expect(migration?.up.sql).toBe('CREATE TABLE t (a);\r\n');
		expect(problems).toEqual([]);
	});

	it('is read at once where it was read before', () => {
		const file = { name: '1_a.sql', text: good };
		expect(readMigration(file)).toBe(readMigration(file));
	});
});

describe('a line that looks like a directive is none', () => {
	it.each([
		['in a string', "INSERT INTO t VALUES ('\n-- migrate:down\n');"],
		['in a quoted name', 'SELECT "\n-- migrate:down\n" FROM t;'],
		['in a name in backquotes', 'SELECT `\n-- migrate:down\n` FROM t;'],
		['in a block comment', '/*\n-- migrate:down\n*/'],
		['in a nested block comment', '/* /* */\n-- migrate:down\n*/'],
		['in a dollar-quoted body', 'CREATE FUNCTION f() AS $body$\n-- migrate:down\n$body$;'],
		['after a doubled quote', "SELECT 'it''s\n-- migrate:down\n';"],
		['after an escaped quote', "SELECT E'it\\'s\n-- migrate:down\n';"]
	])('%s', (_, sql) => {
		const { migration, problems } = read(`-- migrate:up\n${sql}\n-- migrate:down\nB\n`);
		expect(migration?.up.sql).toBe(`${sql}\n`);
		expect(migration?.down?.sql).toBe('B\n');
		expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
			'warning directive-in-text'
		]);
	});

	it.each([
		['an apostrophe in a comment', "-- don't"],
		['an apostrophe in a block comment', "/* don't */"],
		['a quote in a name in brackets', "SELECT [it's] FROM t;"],
		['an array of strings', "SELECT ARRAY['a]', 'b'], a[1], ARRAY[['x]','y']];"],
		['a dollar sign in a name', 'SELECT a$b$c FROM t;'],
		['block comments that do not nest', '/* /* */ SELECT 1;']
	])('but %s hides none', (_, sql) => {
		const { migration, problems } = read(`-- migrate:up\n${sql}\nSELECT 1;\n-- migrate:down\nB\n`);
		expect(migration?.down?.sql).toBe('B\n');
		expect(problems).toEqual([]);
	});

	it('but a quote that is never closed does not swallow the way back', () => {
		const text = "-- migrate:up\nINSERT INTO t VALUES ('oops);\n-- migrate:down\nDROP TABLE t;\n";
		expect(read(text).migration?.down?.sql).toBe('DROP TABLE t;\n');
		expect(problems(text)).toEqual(['warning unclosed-quote 2:23']);
	});
});

describe('every problem of a file is named with its place', () => {
	it.each<[string, string, readonly string[]]>([
		['a sound file', good, []],
		['an empty file', '', ['error empty-file 1:1']],
		['a blank file', ' \n\n', ['error empty-file 1:1']],
		['SQL only', 'CREATE TABLE t (a);\n', ['error missing-up 1:1']],
		['a way back only', '-- migrate:down\nA\n', ['error missing-up 1:1']],
		['no way back', '-- migrate:up\nA\n', ['warning missing-down 3:1']],
		['an empty way there', '-- migrate:up\n\n-- migrate:down\n-- nothing to do\n', ['warning empty-up 2:1']],
		['an empty way back', '-- migrate:up\nA\n-- migrate:down\n', ['warning empty-down 4:1']],
		['a comment as the way back', '-- migrate:up\nA\n-- migrate:down\n-- cannot\n', []],
		['sections in the wrong order', '-- migrate:down\nB\n-- migrate:up\nA\n', ['error down-before-up 1:1']],
		['a repeated section', `${good}-- migrate:up\nC\n`, ['error repeated-directive 5:1']],
		['SQL above the first section', `SELECT 1;\n${good}`, ['error statement-before-up 1:1']],
		['a block comment above it', `/* hello */\n${good}`, ['warning block-comment-before-up 1:1']],
		['a slip in a directive', good.replace('up', 'upp'), ['error unknown-directive 1:1']],
		['a directive with a blank inside', good.replace(':d', ': d'), ['error unknown-directive 3:1']],
		[
			'an indented directive',
			good.replace('-- migrate:down', '  -- migrate:down'),
			['error unknown-directive 3:1']
		],
		[
			'a near miss of a directive that is there',
			`${good}-- migrate: up we go\n`,
			['warning unknown-directive 5:1']
		],
		[
			'a comment that begins with migrate:',
			good.replace('CREATE', '-- migrate: all the rows\nCREATE'),
			['warning unknown-directive 2:1']
		],
		['an unknown option', good.replace('up', 'up transactions:false'), ['warning unknown-option 1:15']],
		[
			'an option that is neither true nor false',
			good.replace('up', 'up transaction:no'),
			['warning unknown-option 1:15']
		],
		[
			'an option given twice',
			good.replace('up', 'up transaction:true transaction:false'),
			['warning repeated-option 1:32']
		],
		['a slip in a header', `-- revison: 2\n${good}`, ['warning unknown-header 1:1']],
		["another tool's header", `-- down_revision: 2\n${good}`, ['warning unknown-header 1:1']],
		['a header given twice', `-- revision: 2\n-- revision: 3\n${good}`, ['error repeated-header 2:1']],
		['a parent named twice', `-- revises: a, a\n${good}`, ['warning repeated-name 1:1']],
		['a revision that cannot be typed', `-- revision: a-b\n${good}`, ['error unsound-name 1:1']],
		[
			'a header below migrate:up',
			good.replace('CREATE', '-- revises: 1\nCREATE'),
			['warning header-after-up 2:1']
		],
		['a byte-order mark', `\ufeff${good}`, ['warning byte-order-mark 1:1']],
		['a NUL character', good.replace('(a)', '(\0)'), ['error nul-character 2:17']],
		['lone carriage returns', good.replaceAll('\n', '\r'), ['warning lone-carriage-return 1:14']]
	])('%s', (_, text, expected) => {
		expect(problems(text)).toEqual(expected);
	});

	it('all at once, not only the first', () => {
		const text =
			'SELECT 1;\n-- migrate:down\n-- migrate:up transaction:fals\n-- migrate:up\nA\n-- revison: 2\n-- migrate: dwon\n';
		expect(problems(text)).toEqual([
			'error statement-before-up 1:1',
			'error down-before-up 2:1',
			'warning unknown-option 3:15',
			'error repeated-directive 4:1',
			'warning empty-up 4:1',
			'warning unknown-directive 7:1'
		]);
	});

	it('names what was meant', () => {
		const hint = (text: string) => read(text).problems[0]?.hint;
		expect(hint(good.replace(':down', ':dwn'))).toContain('-- migrate:down');
		expect(hint(good.replace('up', 'up transation:false'))).toContain('transaction:false');
		expect(hint(`-- revisse: 1\n${good}`)).toContain('-- revises: …');
		expect(hint('-- +goose Up\nA\n')).toContain('goose');
	});

	it('a name without a version', () => {
		expect(problems(good, 'create.sql')).toEqual(['error no-revision 1:1']);
		expect(problems(`-- revision: a\n${good}`, 'create.sql')).toEqual(['warning name-without-version 1:1']);
	});
});

describe('a long file is read in one go', () => {
	const long = 200_000;
	it.each([
		['quotes', "'"],
		['double quotes', '"'],
		['comment starts', '/* '],
		['comment starts and directives', '/*\n-- migrate:up\n'],
		['quotes and directives', "'\n-- migrate:up\n"],
		['dollar signs', '$'],
		['different dollar quotes', '$a$b'],
		['brackets', '[a '],
		['dashes', '-'],
		['blanks', ' '],
		['line ends', '\n'],
		['carriage returns', '\r'],
		['directives', '-- migrate:up\n'],
		['near misses', '-- migrate:u p\n'],
		['headers', '-- revises: a\n'],
		['one very long header', '-- revises: a, '],
		['escaped strings', "E'\\'"]
	])('of nothing but %s', (_, scrap) => {
		const text = scrap.repeat(Math.floor(long / scrap.length));
		expect(printDocument(read(text).document)).toBe(text);
		expect(read(`-- migrate:up\n${text}`).document.pieces.length).toBeGreaterThan(1);
	});
});
