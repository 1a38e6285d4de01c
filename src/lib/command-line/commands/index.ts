import type { Command } from '../command.ts';
import { accept } from './accept.ts';
import { check, status } from './check.ts';
import { drift } from './drift.ts';
import { init } from './init.ts';
import { branches, current, heads, history, show } from './list.ts';
import { downgrade, upgrade } from './move.ts';
import { pullPlug } from './pull-plug.ts';
import { queries } from './queries.ts';
import { rehearse } from './rehearse.ts';
import { roundTrip } from './round-trip.ts';
import { safeDowngrade } from './safe-downgrade.ts';
import { stamp } from './stamp.ts';
import { rebase, renumber } from './together.ts';
import { merge, migrate, revision } from './write.ts';

/** Every command, in the order the help lists them. */
export const commands: readonly Command[] = [
	init,
	revision,
	migrate,
	upgrade,
	downgrade,
	rehearse,
	roundTrip,
	safeDowngrade,
	pullPlug,
	queries,
	current,
	history,
	heads,
	branches,
	show,
	merge,
	rebase,
	renumber,
	stamp,
	accept,
	drift,
	check,
	status
];
