import { valueOf, type Invocation, type Option } from '../command.ts';
import type { CommandHost } from '../host.ts';

/** Says for which version of the database a command writes or looks. */
export const target: Option = {
	name: '--target',
	value: 'version',
	kind: 'text',
	summary: 'The oldest version of the database that the folder must run on, e.g. 3.35 or 14.',
	unknownTo: ['flask', 'alembic']
};

/** The oldest version that what is written must run on: what the line says, else what the project says. */
export function targetOf(invocation: Invocation, host: CommandHost): string | undefined {
	return valueOf(invocation, target.name) ?? host.target?.();
}
