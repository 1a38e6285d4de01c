import { expect, it } from 'vitest';
import { runsOf } from '../random-runs.ts';
import { tryLaw } from './run-law.ts';
import { postgresRig } from './postgres-rig.ts';

const runs = runsOf('LAW', 'postgres', 30);

it(`on PostgreSQL, rows come through a generated migration and back, unless a warning said otherwise (${runs.numRuns} times)`, async () => {
	const outcomes = await tryLaw(postgresRig, runs);
	console.info(`seed ${runs.seed}: ${JSON.stringify(outcomes)}`);
	expect(outcomes.kept).toBeGreaterThan(runs.numRuns / 2);
}, 86_400_000);
