import type { Command } from '../command.ts';
import { check, status } from './check.ts';
import { init } from './init.ts';
import { branches, current, heads, history, show } from './list.ts';
import { downgrade, upgrade } from './move.ts';
import { stamp } from './stamp.ts';
import { merge, migrate, revision } from './write.ts';

/** Every command, in the order the help lists them. */
export const commands: readonly Command[] = [
	init,
	revision,
	migrate,
	upgrade,
	downgrade,
	current,
	history,
	heads,
	branches,
	show,
	merge,
	stamp,
	check,
	status
];
