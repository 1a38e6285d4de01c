import { appliedOf } from '../../engine/run/applied.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import { isVersionTable } from '../../engine/run/other-ledgers.ts';
import type { RunResult } from '../../engine/run/step.ts';
import type { Schema } from '../../engine/schema/model.ts';
import { applyPatch, sameValue } from '../../engine/schema/patch.ts';
import type { Checkpoint, Leftover } from '../../projects/project.ts';
import type { DatabaseState } from '../../worker/protocol.ts';
import { framesOf } from '../frames.ts';

/** A command that ran, with the database before it, which the checkpoint holds, and after it. */
interface Ran {
	readonly command: RunCommand;
	readonly result: RunResult;
	readonly before: DatabaseState;
	readonly after: DatabaseState;
	readonly checkpoint: Checkpoint;
}

/** What failed steps have left once a command has run: nothing where that was a way out. */
export function leftoverAfter(leftover: Leftover | undefined, ran: Ran): Leftover | undefined {
	const { command, result, after } = ran;
	const without = framesOf(result).reduce(
		(schema, { patch }) => applyPatch(schema, patch),
		leftover?.without ?? ran.before.schema
	);
	const failed = result.steps.find((step) => step.status === 'failed');
	if (failed?.stayed) {
		const { revision, direction } = failed;
		const stayed = [...(leftover?.stayed ?? []), ...failed.stayed];
		const checkpoint = leftover?.checkpoint ?? ran.checkpoint;
		return { revision, direction, stayed, without, ofRows: isSame(without, after.schema), checkpoint };
	}
	if (!leftover) return undefined;
	const isDone = appliedOf(after.ledger).has(leftover.revision) === (leftover.direction === 'upgrade');
	const isStamped = command.kind === 'stamp' && result.status === 'applied';
	return isDone || isStamped ? undefined : stillLeft({ ...leftover, without }, after.schema);
}

/** The same once something else has worked on the database: nothing where the structure is again what it would be without it. */
export function stillLeft(leftover: Leftover | undefined, schema: Schema): Leftover | undefined {
	return leftover && !leftover.ofRows && isSame(leftover.without, schema) ? undefined : leftover;
}

/** Whether two structures are the same; where Alembic keeps its place is of no migration. */
function isSame(...schemas: readonly [Schema, Schema]): boolean {
	const [one, other] = schemas.map(({ objects }) => objects.filter((object) => !isVersionTable(object)));
	return sameValue(one, other);
}
