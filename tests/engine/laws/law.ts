import { autogenerate, type RunResult } from '../../../src/lib/engine/run/index.ts';
import {
	openDatabase,
	type AutogenerateReply,
	type Database,
	type Rename
} from '../../../src/lib/engine/index.ts';

import { difference } from '../../peers/cases/difference.ts';
import { Dice } from './dice.ts';
import { fillTables } from './fill.ts';
import { generatedSteps } from './generated-steps.ts';
import { keepingOf, missing, type Expectation } from './keeping.ts';
import { settled } from './settle.ts';
import { answersFor } from './survivors.ts';
import { modelsOf, type Trial } from './trial.ts';
import type { Rig } from './rig.ts';

export type Outcome = 'equal' | 'refused' | 'downgrade refused' | 'kept';

/**
 * Generates the migration that a trial asks for and runs it up and down. Throws, with everything that is needed to see why,
 * where the schema is not what was asked for, a value is gone without a warning, or something was refused without one.
 */
export async function keepsTheLaw(trial: Trial, rig: Rig): Promise<Outcome> {
	const [drawnFrom, drawnTo] = modelsOf(trial, rig.words);
	const later = await rig.open(trial.foreignKeys);
	const to = await settled(drawnTo, later, rig.words);
	const after = await rig.fingerprint(later);
	await rig.close(later);

	const database = await rig.open(trial.foreignKeys);
	try {
		const from = await settled(drawnFrom, database, rig.words);
		const rows = await fillTables(database, from.model, new Dice(trial.rows), rig.words);
		const before = await rig.fingerprint(database);
		const answers = answersFor(from.model, to.model);
		const renames = await calledAsSchemasDo(answers.renames, database, rig);
		const desired = to.statements.map((sql) => `${sql};\n`).join('');
		const reply = await ask(database, desired, renames, rig);
		const told = {
			before: [...from.statements, ...rows].map((sql) => `${sql};`).join('\n'),
			desired,
			renames: JSON.stringify(renames),
			script: reply.kind === 'changes' ? reply.migration : undefined
		};
		const broken = (why: string): Error => new Error(report(why, told));

		if (reply.kind !== 'changes') {
			if (reply.kind !== 'equal') throw broken(`autogenerate says ${JSON.stringify(reply)}`);
			if (before !== after) throw broken(`Called equal, but:\n${difference(before, after)}`);
			return 'equal';
		}
		if (before === after && answers.renames.length === 0)
			throw broken(`Changes where the catalog sees none: ${reply.words.join(' ')}`);
		const { warnings } = reply.migration;
		// What triggers do then, nobody can know beforehand.
		const runsTriggers = (who: string) => warnings.some((warning) => warning.startsWith(`The ${who} fills `));
		const expected = await keepingOf(answers.survivors, warnings, database, rig);

		const steps = generatedSteps(database, reply.migration);
		const up = await steps.upgrade();
		const refusedUp = refusal(up);
		if (refusedUp !== undefined) {
			if (!rig.foretold(refusedUp, warnings)) throw broken(`The upgrade is refused: ${refusedUp}`);
			if ((await rig.fingerprint(database)) !== before) throw broken('A refused upgrade changed the schema.');
			return 'refused';
		}
		const made = await rig.fingerprint(database);
		if (made !== after) throw broken(`The upgrade gives another schema:\n${difference(made, after)}`);
		if (!runsTriggers('upgrade'))
			await compare(expected.up, database, rig, (why) => broken(`After the upgrade ${why}`));
		const again = await ask(database, desired, [], rig);
		if (again.kind !== 'equal')
			throw broken(
				`After the upgrade autogenerate still says ${JSON.stringify('words' in again && again.words)}`
			);

		const down = await steps.downgrade();
		const refusedDown = refusal(down);
		if (refusedDown !== undefined) {
			if (!warnings.some((warning) => warning.startsWith('A downgrade may fail')))
				throw broken(`The downgrade is refused: ${refusedDown}`);
			return 'downgrade refused';
		}
		const back = await rig.fingerprint(database);
		if (back !== before) throw broken(`The downgrade gives another schema:\n${difference(back, before)}`);
		if (!runsTriggers('upgrade') && !runsTriggers('downgrade'))
			await compare(expected.down, database, rig, (why) => broken(`After the downgrade ${why}`));
		return 'kept';
	} finally {
		await rig.close(database);
	}
}

/** Renames with the names of tables as a schema has them. */
async function calledAsSchemasDo(
	renames: readonly Rename[],
	database: Database,
	rig: Rig
): Promise<readonly Rename[]> {
	return Promise.all(
		renames.map(async (rename): Promise<Rename> => {
			if ('type' in rename) return rename;
			const { from, to } = rename;
			const [a = '', b = ''] = await rig.namesOf(
				database,
				rename.kind === 'table' ? [from, to] : [rename.table]
			);
			return rename.kind === 'table' ? { ...rename, from: a, to: b } : { ...rename, table: a };
		})
	);
}

function ask(
	database: Database,
	desired: string,
	renames: Parameters<typeof autogenerate>[1]['renames'],
	{ target }: Rig
): Promise<AutogenerateReply> {
	const request = { desired, renames, dropAll: true, ...(target !== undefined && { target }) };
	return autogenerate(database, request, () => openDatabase(database.dialect.name));
}

/** Why a run did not get to its end. */
function refusal(result: RunResult): string | undefined {
	if (result.status === 'applied') return undefined;
	return JSON.stringify(result);
}

async function compare(
	expectations: readonly Expectation[],
	database: Database,
	rig: Rig,
	broken: (why: string) => Error
): Promise<void> {
	for (const expectation of expectations) {
		const why = await missing(expectation, database, rig);
		if (why !== undefined) throw broken(why);
	}
}

function report(
	why: string,
	told: {
		readonly before: string;
		readonly desired: string;
		readonly renames: string;
		readonly script: (AutogenerateReply & { readonly kind: 'changes' })['migration'] | undefined;
	}
): string {
	const { script } = told;
	return [
		why,
		`--- before`,
		told.before,
		`--- schema.sql`,
		told.desired,
		`--- renames ${told.renames}`,
		...(script === undefined
			? []
			: [
					`--- upgrade (foreign keys ${script.upgrade.foreignKeys ? 'on' : 'off'})`,
					script.upgrade.sql,
					`--- downgrade`,
					script.downgrade.sql,
					`--- warnings`,
					script.warnings.join('\n')
				])
	].join('\n');
}
