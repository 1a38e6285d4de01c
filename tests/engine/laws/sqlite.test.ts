import { expect, it } from 'vitest';
import { runsOf } from '../random-runs.ts';
import { tryLaw } from './run-law.ts';
import { sqliteRig } from './sqlite-rig.ts';

const runs = runsOf('LAW', 'sqlite', 100);

it(`on SQLite, rows come through a generated migration and back, unless a warning said otherwise (${runs.numRuns} times)`, async () => {
	const outcomes = await tryLaw(sqliteRig, runs);
	console.info(`seed ${runs.seed}: ${JSON.stringify(outcomes)}`);
	expect(outcomes.kept).toBeGreaterThan(runs.numRuns / 2);
}, 86_400_000);
