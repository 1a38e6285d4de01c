import { helpOption } from './arguments.ts';
import type { Command, Option } from './command.ts';
import type { OutputLine } from './host.ts';
import { line } from './lines.ts';
import type { Program } from './program.ts';

/** Every command in a line each, and how to learn more. */
export function overview(commands: readonly Command[], program: Program): readonly OutputLine[] {
	const here = commands.filter((command) => !command.insteadFor?.[program.kind]);
	const width = Math.max(...here.map((command) => command.name.length));
	return [
		line(`Usage: ${program.typed} <command> [options]`),
		line(''),
		...here.map((command) => line(`  ${command.name.padEnd(width)}  ${command.summary}`)),
		line(''),
		line(`\`${program.typed} <command> --help\` tells more about one.`, 'soft'),
		line('`updown`, `flask db`, `alembic` and `python manage.py db` mean the same commands.', 'soft')
	];
}

/** The whole help of one command. */
export function helpOf(command: Command, program: Program): readonly OutputLine[] {
	const options = [...command.options, helpOption];
	const width = Math.max(...options.map((option) => written(option).length));
	const lines = [line(`Usage: ${usage(command, program)}`), line(''), line(command.summary)];
	for (const detail of command.details) lines.push(line(detail));
	if (command.positional) {
		lines.push(line(''), line(`  ${command.positional.name}: ${command.positional.summary}`));
	}
	lines.push(line(''), line('Options:'));
	for (const option of options) lines.push(line(`  ${written(option).padEnd(width)}  ${option.summary}`));
	if (command.examples.length > 0) lines.push(line(''), line('Examples:'));
	for (const example of command.examples) lines.push(line(`  ${program.typed} ${example}`));
	return lines;
}

function usage(command: Command, program: Program): string {
	const words = [program.typed, command.name];
	if (command.options.length > 0) words.push('[options]');
	const positional = command.positional;
	if (positional) {
		const name = positional.many ? `${positional.name}…` : positional.name;
		words.push(positional.fallback[program.kind] ? `[${name}]` : `<${name}>`);
	}
	return words.join(' ');
}

function written(option: Option): string {
	const short = option.short ? `${option.short}, ` : '    ';
	return `${short}${option.name}${option.value ? ` <${option.value}>` : ''}`;
}
