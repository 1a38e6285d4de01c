import fc from 'fast-check';
import { parseFolder, type FolderFile, type RevisionGraph } from '../../../src/lib/engine/migration/index.ts';

/**
 * A folder in a few words, one migration a line: `0003 < 0001 0002 [label] (0000)` revises 0001 and 0002, carries a
 * label and depends on 0000. Without `<` the file does not say what it revises; `<` alone begins a root.
 */
export function filesOf(...lines: readonly string[]): readonly FolderFile[] {
	return lines.map((line) => {
		const [, id = '', arrow, parents = '', labels, needs] =
			/^(\S+)\s*(<)?\s*([^[(]*?)\s*(?:\[(.*?)\])?\s*(?:\((.*?)\))?$/.exec(line) ?? [];
		const headers = [
			`-- revision: ${id}`,
			...(arrow ? [`-- revises: ${parents.split(/\s+/).join(', ') || 'base'}`] : []),
			...(labels ? [`-- labels: ${labels}`] : []),
			...(needs ? [`-- depends-on: ${needs.split(/\s+/).join(', ')}`] : [])
		];
		const name = /^[0-9]/.test(id) ? `${id}_x.sql` : `${id}.sql`;
		return {
			name,
			text: `${headers.join('\n')}\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n`
		};
	});
}

/** The graph of such a folder. */
export function graphOf(...lines: readonly string[]): RevisionGraph {
	return parseFolder(filesOf(...lines)).graph;
}

/** A random folder without errors: each migration revises some earlier ones and may depend on others. */
export const anyFolder: fc.Arbitrary<readonly string[]> = fc
	.array(
		fc.record({
			parents: fc.array(fc.nat(), { maxLength: 3 }),
			needs: fc.array(fc.nat(), { maxLength: 1 })
		}),
		{ maxLength: 12 }
	)
	.map((nodes) =>
		nodes.map(({ parents, needs }, index) => {
			const earlier = (numbers: readonly number[]) =>
				index === 0 ? [] : [...new Set(numbers.map((number) => idOf(number % index)))];
			const depends = earlier(needs);
			return `${idOf(index)} < ${earlier(parents).join(' ')}${depends.length > 0 ? ` (${depends.join(' ')})` : ''}`;
		})
	);

/** A folder and which of its migrations are applied: always with all they rest on. */
export const anyDatabase = fc
	.tuple(anyFolder, fc.array(fc.nat(), { maxLength: 4 }))
	.map(([lines, picks]) => ({ graph: graphOf(...lines), picks }));

function idOf(index: number): string {
	return String(index + 1).padStart(4, '0');
}
