/**
 * @typedef {object} Options
 * @property {string | undefined} database A path, or `:memory:`.
 * @property {string} directory The folder of migrations.
 * @property {string | undefined} schema The path of `schema.sql`; the one beside the folder where it is not said.
 * @property {boolean} foreignKeys Whether the database enforces them.
 * @property {boolean} json Print one JSON object instead of lines.
 */

/** Every option of the program itself, as it is read and as the help tells it. */
export const programOptions = [
	{
		name: '--database',
		short: '-b',
		value: 'file',
		field: 'database',
		summary:
			'The SQLite database; made by the first step where it does not exist. :memory: starts from nothing.'
	},
	{
		name: '--directory',
		short: '-d',
		value: 'path',
		field: 'directory',
		summary: 'The folder of migrations (migrations).'
	},
	{
		name: '--schema',
		value: 'file',
		field: 'schema',
		summary: 'The wanted schema (schema.sql beside the folder).'
	},
	{ name: '--foreign-keys', field: 'foreignKeys', summary: 'Enforce foreign keys.' },
	{ name: '--json', field: 'json', summary: 'Print one JSON object, for grading and CI.' }
];

/** The help of these options. */
export const usage = `
Options of this program:
${programOptions.map((option) => `  ${written(option).padEnd(22)}  ${option.summary}\n`).join('')}`;

/** @param {{ name: string, short?: string, value?: string }} option */
function written({ name, short, value }) {
	return `${short === undefined ? '    ' : `${short}, `}${name}${value === undefined ? '' : ` <${value}>`}`;
}

/**
 * Whether the words ask for help: then nothing is done.
 * @param {readonly string[]} words
 */
export function asksForHelp(words) {
	const end = words.indexOf('--');
	const own = end < 0 ? words : words.slice(0, end);
	const command = own.find((word) => !word.startsWith('-'));
	return command === undefined || command === 'help' || own.includes('--help') || own.includes('-h');
}

/**
 * Takes the program's own options out of the words; the rest is the command line proper. Everything after `--`
 * belongs to the command.
 * @param {readonly string[]} argv
 * @returns {{ options: Options, words: string[], problem?: string }}
 */
export function readOptions(argv) {
	/** @type {Options & Record<string, unknown>} */
	const options = {
		database: undefined,
		directory: 'migrations',
		schema: undefined,
		foreignKeys: false,
		json: false
	};
	/** @type {string[]} */
	const words = [];
	for (let at = 0; at < argv.length; at++) {
		const word = argv[at] ?? '';
		if (word === '--') {
			words.push(...argv.slice(at));
			break;
		}
		const [name = '', ...rest] = word.split('=');
		const option = programOptions.find((one) => one.name === name || one.short === name);
		if (option === undefined || (option.value === undefined && rest.length > 0)) {
			words.push(word);
		} else if (option.value === undefined) {
			options[option.field] = true;
		} else {
			const value = rest.length > 0 ? rest.join('=') : argv[++at];
			if (value === undefined || value === '') return { options, words, problem: `${name} needs a value.` };
			options[option.field] = value;
		}
	}
	return { options, words };
}
