/**
 * @typedef {object} Options
 * @property {string | undefined} database A path, or `:memory:`.
 * @property {string} directory The folder of migrations.
 * @property {string | undefined} schema The path of `schema.sql`; the one beside the folder where it is not said.
 * @property {boolean} foreignKeys Whether the database enforces them.
 * @property {boolean} json Print one JSON object instead of lines.
 */

export const usage = `
Options of this program:
  -b, --database <file>   The SQLite database; made by the first step where it does not exist. :memory: starts from nothing.
  -d, --directory <path>  The folder of migrations (migrations).
      --schema <file>     The wanted schema (schema.sql beside the folder).
      --foreign-keys      Enforce foreign keys.
      --json              Print one JSON object, for grading and CI.
`;

const valued = {
	'--database': 'database',
	'-b': 'database',
	'--directory': 'directory',
	'-d': 'directory',
	'--schema': 'schema'
};
const flags = { '--foreign-keys': 'foreignKeys', '--json': 'json' };

/**
 * Takes the program's own options out of the words; the rest is the command line proper. Everything after `--`
 * belongs to the command.
 * @param {readonly string[]} argv
 * @returns {{ options: Options, words: string[], problem?: string }}
 */
export function readOptions(argv) {
	const options = {
		database: undefined,
		directory: 'migrations',
		schema: undefined,
		foreignKeys: false,
		json: false
	};
	const words = [];
	for (let at = 0; at < argv.length; at++) {
		const word = argv[at];
		if (word === '--') {
			words.push(...argv.slice(at));
			break;
		}
		const [name, ...rest] = word.split('=');
		if (Object.hasOwn(flags, word)) {
			options[flags[word]] = true;
		} else if (Object.hasOwn(valued, name)) {
			const value = rest.length > 0 ? rest.join('=') : argv[++at];
			if (value === undefined || value === '') return { options, words, problem: `${name} needs a value.` };
			options[valued[name]] = value;
		} else {
			words.push(word);
		}
	}
	return { options, words };
}
