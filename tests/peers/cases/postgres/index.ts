import type { Case, Judge } from '../case.ts';
import { Bench } from './bench.ts';
import { openEngine } from './engine.ts';
import { postgresJudge } from './judge.ts';

/** A judge with every module at hand that one of the pairs wants; a text says why there is none. */
export async function openPostgresJudge(cases: readonly Case[]): Promise<Judge | string> {
	const engine = await openEngine();
	if (typeof engine === 'string') return engine;
	const modules = new Set(cases.flatMap(({ extensions = [] }) => extensions));
	return postgresJudge(await Bench.open([...modules]), engine);
}
