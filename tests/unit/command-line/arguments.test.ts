import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../src/lib/command-line/arguments.ts';
import { commands } from '../../../src/lib/command-line/commands/index.ts';
import { readWords } from '../../../src/lib/command-line/words.ts';
import { answer } from './support.ts';

function read(text: string) {
	const [name, ...words] = readWords(text).words;
	const command = commands.find((other) => other.name === name?.text);
	if (!command) throw new Error(`No command ${name?.text ?? ''}`);
	return readArguments(command, words, { kind: 'updown', typed: 'updown' });
}

describe('options', () => {
	it.each([
		['revision -m "add email"', { '--message': ['add email'] }],
		['revision --message "add email"', { '--message': ['add email'] }],
		['revision --message="add email"', { '--message': ['add email'] }],
		['revision -m"add email"', { '--message': ['add email'] }],
		['revision -m=x', { '--message': ['x'] }],
		['revision -m a -m b', { '--message': ['b'] }],
		['revision --branch-label a --branch-label b', { '--branch-label': ['a', 'b'] }],
		['history -vi', { '--verbose': [], '--indicate-current': [] }],
		['history -ir base:head', { '--indicate-current': [], '--rev-range': ['base:head'] }],
		['history -r-3:', { '--rev-range': ['-3:'] }],
		['history -r -3:current', { '--rev-range': ['-3:current'] }],
		['stamp --purge head', { '--purge': [] }]
	])('%s', (typed, options) => {
		const found = read(typed);
		expect(found.ok && found.value.args.options).toEqual(options);
	});

	it.each([
		['upgrade', ['head']],
		['upgrade +2', ['+2']],
		['downgrade -2', ['-2']],
		['downgrade -- -2', ['-2']],
		['upgrade ""', ['']],
		['stamp 0002 0003', ['0002', '0003']]
	])('%s goes to %j', (typed, positionals) => {
		const found = read(typed);
		expect(found.ok && found.value.args.positionals).toEqual(positionals);
	});

	it.each([
		['updown revision --autogen', 'Did you mean --autogenerate?'],
		['updown history --verbos', 'Did you mean --verbose?'],
		['updown revision --depends_on 0001', 'Did you mean --depends-on?'],
		['updown upgrade --purge', '`updown upgrade` has no option --purge.'],
		['updown history -z', '`updown history` has no option -z.'],
		['updown upgrade -x tenant=1', 'env.py'],
		['updown revision -m', '--message needs a value'],
		['updown revision --message --sequential', '--message needs a value'],
		['updown history --verbose=yes', '--verbose takes no value.'],
		['updown upgrade 0001 0002', '`0002` is too much'],
		['updown revision add email', 'goes in quotes'],
		['updown heads 0001', '`0001` is too much']
	])('`%s`: %s', async (typed, said) => {
		const { exitCode, text } = await answer(typed);
		expect(exitCode).toBe(2);
		expect(text).toContain(said);
	});

	it('says all mistakes of a line at once', async () => {
		const { lines } = await answer('updown history --verbos --rev-rage 1');
		expect(lines.filter((line) => line.tone === 'error')).toHaveLength(3);
	});
});

describe('help', () => {
	it.each(['help', 'updown', 'updown help', 'updown --help', 'updown -h', 'flask db', 'alembic --help'])(
		'`%s` lists the commands',
		async (typed) => {
			const { exitCode, text } = await answer(typed);
			expect(exitCode).toBe(0);
			for (const name of ['upgrade', 'downgrade', 'history', 'stamp', 'check'])
				expect(text).toContain(`  ${name}`);
		}
	);

	it('names `migrate` everywhere but under Alembic', async () => {
		expect((await answer('flask db --help')).text).toContain('  migrate ');
		expect((await answer('alembic --help')).text).not.toContain('  migrate ');
	});

	it.each(commands.map((command) => command.name))('%s tells its options, and runs nothing', async (name) => {
		const byOption = await answer(`updown ${name} --help`);
		const byCommand = await answer(`updown help ${name}`);
		expect(byOption.exitCode).toBe(0);
		expect(byOption.text).toBe(byCommand.text);
		expect(byOption.text).toContain(`Usage: updown ${name}`);
		for (const option of commands.find((command) => command.name === name)?.options ?? []) {
			expect(byOption.text).toContain(option.name);
		}
	});

	it('every example in the help is a line that is understood', async () => {
		for (const command of commands) {
			for (const example of command.examples) expect(read(example), example).toMatchObject({ ok: true });
		}
	});

	it.each([
		['updown upgrad', 'Did you mean `updown upgrade`?'],
		['flask db histroy', 'Did you mean `flask db history`?'],
		['updown rollback', '`downgrade`'],
		['alembic list_templates', 'no templates'],
		['updown frobnicate', '`updown --help` lists them'],
		['updown help upgrad', 'Did you mean `updown upgrade`?']
	])('`%s`: %s', async (typed, said) => {
		const { exitCode, text } = await answer(typed);
		expect(exitCode).toBe(2);
		expect(text).toContain(said);
	});
});
