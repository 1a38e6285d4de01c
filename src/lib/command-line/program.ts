import { failure, success, type Outcome } from '../engine/problem.ts';
import { nearest } from './nearest.ts';
import type { Word } from './words.ts';

/** Whose words a line is written in. The commands are the same; defaults follow the real tool. */
export type ProgramKind = 'updown' | 'flask' | 'alembic';

/** The program a line names, e.g. `python manage.py db`, kept as typed so that answers use the same words. */
export interface Program {
	readonly kind: ProgramKind;
	readonly typed: string;
}

/** How each program is begun, for completion and help. */
export const programs: readonly Program[] = [
	{ kind: 'updown', typed: 'updown' },
	{ kind: 'flask', typed: 'flask db' },
	{ kind: 'alembic', typed: 'alembic' },
	{ kind: 'flask', typed: 'python manage.py db' }
];

/** Options that stand before the command in the real tools, and whether a value follows; they mean nothing here. */
const leading: Readonly<Record<string, readonly [option: string, takesValue: boolean][]>> = {
	updown: [],
	flask: [
		['--app', true],
		['-A', true],
		['-e', true],
		['--env-file', true],
		['--debug', false]
	],
	alembic: [
		['-c', true],
		['--config', true],
		['-n', true],
		['--name', true],
		['--raiseerr', false],
		['-q', false],
		['--quiet', false]
	]
};

/**
 * Which program the line begins with and the words left after it. A pasted prompt (`$`), an assignment
 * (`FLASK_APP=shop`) and options such as `--app shop` are passed over, so that a line from lecture notes works.
 * `commands` are the names offered where the program was forgotten.
 */
export function readProgram(
	words: readonly Word[],
	commands: readonly string[]
): Outcome<{ readonly program: Program; readonly rest: readonly Word[] }> {
	let at = words[0]?.text === '$' ? 1 : 0;
	while (/^[A-Z_][A-Z0-9_]*=/.test(words[at]?.text ?? '')) at++;
	const first = at;
	let name = words[at]?.text.replace(/^.*[/\\](?=.)/, '');
	at++;

	const passOver = (kind: ProgramKind): void => {
		for (;;) {
			const word = words[at]?.text ?? '';
			const option = leading[kind]!.find(([known]) => word === known || word.startsWith(`${known}=`));
			if (!option) return;
			at += option[1] && word === option[0] ? 2 : 1;
		}
	};
	const found = (kind: ProgramKind, typed: string): ReturnType<typeof readProgram> =>
		success({ program: { kind, typed }, rest: words.slice(at) });

	if (name === 'python' || name === 'python3' || name === 'py') {
		if (words[at]?.text === '-m') {
			name = words[at + 1]?.text;
			at += 2;
		} else if (words[at]?.text === 'manage.py') {
			if (words[at + 1]?.text !== 'db') return onlyDb(`${words[first]!.text} manage.py`, words[at + 1]);
			at += 2;
			return found('flask', `${words[first]!.text} manage.py db`);
		} else {
			return failure({
				code: 'unknown-program',
				severity: 'error',
				message: 'Here Python runs nothing but `python manage.py db …`.',
				hint: 'Try `python manage.py db upgrade`, or the same without Python: `updown upgrade`.'
			});
		}
	}
	if (name === 'updown') return found('updown', 'updown');
	if (name === 'alembic') {
		passOver('alembic');
		return found('alembic', 'alembic');
	}
	if (name === 'flask') {
		passOver('flask');
		if (words[at]?.text !== 'db') return onlyDb('flask', words[at]);
		at++;
		return found('flask', 'flask db');
	}
	return unknownProgram(words[first], commands);
}

function onlyDb(program: string, next: Word | undefined): Outcome<never> {
	const asked = next ? `, not \`${program} ${next.text}\`` : '';
	return failure({
		code: 'unknown-program',
		severity: 'error',
		message: `Here \`${program}\` knows only \`${program} db …\`${asked}.`,
		hint: `Try \`${program} db upgrade\`, or \`${program} db --help\` for every command.`
	});
}

function unknownProgram(word: Word | undefined, commands: readonly string[]): Outcome<never> {
	const typed = word?.text ?? '';
	const command = commands.includes(typed) ? typed : undefined;
	const program = nearest(typed, ['updown', 'flask', 'alembic', 'python']);
	const near = command ?? nearest(typed, commands);
	const message = `\`${typed}\` is not a program here.`;
	const mean = command
		? `updown ${command}`
		: program
			? program === 'flask'
				? 'flask db'
				: program
			: near && `updown ${near}`;
	return failure({
		code: 'unknown-program',
		severity: 'error',
		message,
		hint: mean
			? `Did you mean \`${mean}\`? \`help\` lists every command.`
			: 'A line begins with `updown`, `flask db`, `alembic` or `python manage.py db`; `help` lists every command.'
	});
}
