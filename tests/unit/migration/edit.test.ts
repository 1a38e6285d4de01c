import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	printDocument,
	readMigration,
	withHeader,
	withRevises,
	withSection,
	type Direction
} from '../../../src/lib/engine/migration/index.ts';

const documentOf = (text: string) => readMigration({ name: '0001_a.sql', text }).document;
const text = '-- Add\n-- revision: 1\n\n-- migrate:up transaction:false\nA\n\n-- migrate:down\nB\n';

describe('replacing a section', () => {
	it('touches nothing else', () => {
		expect(printDocument(withSection(documentOf(text), 'upgrade', 'X\n'))).toBe(text.replace('A\n\n', 'X\n'));
		expect(printDocument(withSection(documentOf(text), 'downgrade', 'X'))).toBe(text.replace('B\n', 'X'));
	});

	it('by itself changes nothing', () => {
		for (const direction of ['upgrade', 'downgrade'] as const) {
			const section = readMigration({ name: '0001_a.sql', text }).migration?.[
				direction === 'upgrade' ? 'up' : 'down'
			];
			expect(printDocument(withSection(documentOf(text), direction, section!.sql))).toBe(text);
		}
	});

	it('adds a line end where the next directive would run into it', () => {
		expect(printDocument(withSection(documentOf(text), 'upgrade', 'X'))).toContain('X\n-- migrate:down');
		expect(printDocument(withSection(documentOf('-- migrate:up'), 'upgrade', 'X'))).toBe('-- migrate:up\nX');
	});

	it('adds a section that is missing, with the line ends the file has', () => {
		expect(printDocument(withSection(documentOf('-- migrate:up\r\nA'), 'downgrade', 'B\r\n'))).toBe(
			'-- migrate:up\r\nA\r\n-- migrate:down\r\nB\r\n'
		);
		expect(printDocument(withSection(documentOf('-- Hi\n-- migrate:down\nB\n'), 'upgrade', 'A'))).toBe(
			'-- Hi\n-- migrate:up\nA\n-- migrate:down\nB\n'
		);
		expect(printDocument(withSection(documentOf(''), 'upgrade', 'A\n'))).toBe('-- migrate:up\nA\n');
	});

	it('is read back as it was given, in any sound file', () => {
		const sql = fc.array(fc.constantFrom('SELECT 1;', "'it''s'", '\n', '\r\n', ' ', '/* c */', 'é'), {
			maxLength: 8
		});
		const direction = fc.constantFrom<Direction>('upgrade', 'downgrade');
		const file = fc.constantFrom(
			text,
			text.replaceAll('\n', '\r\n'),
			'-- migrate:up\nA',
			'',
			'\ufeff-- migrate:up\n'
		);
		fc.assert(
			fc.property(file, direction, sql, (before, which, parts) => {
				const wanted = parts.join('');
				const after = printDocument(withSection(documentOf(before), which, wanted));
				const { migration, document } = readMigration({ name: '0001_a.sql', text: after });
				const section = document.pieces.find((piece) => piece.kind === 'body' && piece.direction === which);
				expect(section?.text.replace(/[\r\n]+$/, '')).toBe(wanted.replace(/[\r\n]+$/, ''));
				const other = which === 'upgrade' ? migration?.down : migration?.up;
				const otherBefore = readMigration({ name: '0001_a.sql', text: before }).migration;
				const was = which === 'upgrade' ? otherBefore?.down : otherBefore?.up;
				expect(other?.sql.trim()).toBe(was?.sql.trim());
			}),
			{ numRuns: 300 }
		);
	});
});

describe('setting a header', () => {
	it('replaces the one that is there', () => {
		expect(printDocument(withHeader(documentOf(text), 'revision', '2'))).toBe(
			text.replace('revision: 1', 'revision: 2')
		);
	});

	it('adds a new one in its usual place, below the message', () => {
		expect(printDocument(withRevises(documentOf(text), ['a', 'b']))).toBe(
			text.replace('-- revision: 1\n', '-- revision: 1\n-- revises: a, b\n')
		);
		expect(printDocument(withRevises(documentOf('-- Hi\n-- migrate:up\n'), []))).toBe(
			'-- Hi\n-- revises: base\n-- migrate:up\n'
		);
		expect(printDocument(withRevises(documentOf('\ufeff-- migrate:up\r\n'), ['a']))).toBe(
			'\ufeff-- revises: a\r\n-- migrate:up\r\n'
		);
	});

	it('takes one out', () => {
		expect(printDocument(withHeader(documentOf(text), 'revision', undefined))).toBe(
			text.replace('-- revision: 1\n', '')
		);
	});

	it('leaves one where it was given twice', () => {
		expect(
			printDocument(withRevises(documentOf('-- revises: a\n-- revises: b\n-- migrate:up\n'), ['c']))
		).toBe('-- revises: c\n-- migrate:up\n');
	});
});
