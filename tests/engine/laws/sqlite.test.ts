import { expect, it } from 'vitest';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import { runsOf } from '../random-runs.ts';
import { tryLaw } from './run-law.ts';
import { sqliteRig } from './sqlite-rig.ts';

const runs = runsOf('LAW', 'sqlite', 100);
const { usual, choices } = dialectOf('sqlite').versions;

it.each([usual, choices.at(-1)!])(
	`on SQLite %s and newer, rows come through a generated migration and back, unless a warning said otherwise (${runs.numRuns} times)`,
	async (target) => {
		const outcomes = await tryLaw({ ...sqliteRig, target }, runs);
		console.info(`SQLite ${target}, seed ${runs.seed}: ${JSON.stringify(outcomes)}`);
		expect(outcomes.kept).toBeGreaterThan(runs.numRuns / 2);
	},
	86_400_000
);
