/** How wide a line of a generated file may be. */
const width = 100;

/**
 * A text as an SQL literal.
 *
 * @param {string} text
 */
export function quote(text) {
	return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Rows of a VALUES list, as many to a line as fit; each line starts with `indent`.
 *
 * @param {readonly (readonly (string | number)[])[]} rows strings are quoted, numbers stand as they are
 * @param {string} indent
 */
export function valueLines(rows, indent) {
	/** @type {string[]} */
	const lines = [];
	let line = '';
	for (const [at, row] of rows.entries()) {
		const cells = row.map((cell) => (typeof cell === 'number' ? String(cell) : quote(cell)));
		const tuple = `(${cells.join(', ')})${at < rows.length - 1 ? ',' : ''}`;
		if (line !== '' && line.length + tuple.length + 1 > width - indent.length) {
			lines.push(indent + line);
			line = '';
		}
		line = line === '' ? tuple : `${line} ${tuple}`;
	}
	return [...lines, indent + line].join('\n');
}

/**
 * A common table expression of numbered texts, `name(at, text)`, counted from 0.
 *
 * @param {string} name
 * @param {string} column
 * @param {readonly string[]} texts
 */
export function numbered(name, column, texts) {
	const rows = texts.map((text, at) => /** @type {const} */ ([at, text]));
	return `\t${name}(at, ${column}) AS (VALUES\n${valueLines(rows, '\t\t')}\n\t)`;
}

/**
 * A common table expression `dice(n, roll)` with n from 1 to `count`. The rolls are those of Lehmer's generator
 * with multiplier 48271 and modulus 2^31 - 1: https://en.wikipedia.org/wiki/Lehmer_random_number_generator
 *
 * @param {number} seed from 1 to 2^31 - 2
 * @param {number} count
 */
export function dice(seed, count) {
	return `\tdice(n, roll) AS (
		VALUES (1, ${seed})
		UNION ALL
		SELECT n + 1, roll * 48271 % 2147483647 FROM dice WHERE n < ${count}
	)`;
}
