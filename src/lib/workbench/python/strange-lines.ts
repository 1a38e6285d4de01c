import type { Word } from '../../command-line/words.ts';

/** Programs that people type in a terminal and that are not here, with what does the same. */
const instead: Readonly<Record<string, string>> = {
	cd: 'Every command runs in the project’s own folder; write the path, as in `ls migrations/versions`.',
	mkdir: 'A folder is there as soon as a file is in it: `touch folder/file.py`.',
	rmdir: 'A folder goes with its last file: `rm -r folder`.',
	echo: 'To write a file, `edit` it; to print something, `python -c "print(…)"`.',
	which: '`help` and `pip list` tell what is here.',
	history:
		'The arrow keys and Ctrl-R find lines that were typed; `flask db history` is that of the migrations.',
	exit: 'Nothing has to be ended: what you do is saved as you go.',
	source: 'There is no environment to activate: the packages are there, and `pip list` tells which.',
	time: 'The timeline tells how long each migration took.',
	sudo: 'Type the command without it.',
	git: '*Fork as a second developer* and *Undo* are what there is of it; *Take home* gives the folder for a repository.',
	sqlite3: 'The *SQL* pane asks the database that is open.',
	psql: 'The *SQL* pane asks the database that is open.',
	createdb: 'The database is there already, whatever name the address of the project has.',
	docker: 'No other programs run in a browser; the database is there already.',
	curl: 'There is no network here.',
	wget: 'There is no network here.',
	pytest: 'Its wheel can be dropped on this page, with those that it needs.',
	ipython: 'There is no keyboard for a program to listen to: `python -c "…"` or a file.',
	node: 'Of languages there is Python alone.',
	npm: 'Of languages there is Python alone.'
};

const alike: Readonly<Record<string, readonly string[]>> = {
	cat: ['head', 'tail', 'less', 'more', 'grep', 'bat', 'type'],
	edit: ['vim', 'vi', 'nano', 'emacs', 'code', 'subl', 'open', 'notepad'],
	ls: ['dir', 'll', 'tree', 'find'],
	rm: ['del'],
	exit: ['quit', 'logout'],
	which: ['where', 'whereis', 'man']
};

/** Programs that only run another one. */
const runners = /^(?:uv|poetry|pipenv|pdm|hatch|rye)$/;

/** What to do about a program that is not here, where Updown knows. */
export function insteadOf([name = '', ...rest]: readonly string[]): string | undefined {
	const plain = name.replace(/^.*\//, '');
	if (Object.hasOwn(instead, plain)) return instead[plain];
	const [same] = Object.entries(alike).find(([, others]) => others.includes(plain)) ?? [];
	if (same !== undefined) return instead[same] ?? `Here that is \`${same}\`.`;
	if (runners.test(plain))
		return rest[0] === 'run'
			? `The packages are there already: \`${rest.slice(1).join(' ')}\`.`
			: 'The packages are there already; another one comes by dropping its wheel on this page.';
	if (/\.py$/.test(plain))
		return `Files do not run by themselves here: \`python ${name.replace(/^\.\//, '')}\`.`;
	return undefined;
}

/** What of a line only a shell would put something else for, and what to do; undefined where there is nothing of it. */
export function whyNotPlain(words: readonly Word[]): string | undefined {
	// What was quoted or escaped has a backslash before it.
	const bare = words.map(({ pattern }) => pattern.replace(/\\./gsu, ''));
	const variable = bare.map((word) => /\$\{?\w+\}?/.exec(word)?.[0]).find((found) => found !== undefined);
	if (bare.some((word) => /`|\$\(/.test(word)))
		return 'What stands in `$(…)` or between backticks is run by a shell, and this terminal is none: run it by itself and write what it says. To mean the signs themselves, put them in single quotes.';
	if (variable !== undefined)
		return `A shell would put a value for ${variable}; write the value itself. \`env\` shows those that were exported. To mean the sign itself, put it in single quotes.`;
	if (bare.some((word) => /^[()]|[()]$/.test(word)))
		return 'Round brackets are for a shell; here one line is one command. To mean the signs themselves, put them in quotes.';
	return undefined;
}
