import { difference } from '../cases/difference.ts';
import type { Outcome } from '../postgres-journey.ts';
import type { GeneratedWay } from './way.ts';

/**
 * What is wrong with a way that was run, a text a finding: a script that was refused or led to another catalog than the
 * published migrations do, and a version that differs by the catalog where the engine sees nothing new. `catalogs` has
 * one for each version, the empty one first.
 */
export function findings(
	{ steps, equal, unasked }: GeneratedWay,
	outcomes: readonly Outcome[],
	catalogs: readonly string[]
): string[] {
	const found = unasked.map((rename) => `nobody asked about the rename in ${rename}`);
	for (const index of equal) {
		const [before, after] = [catalogs[index - 1]!, catalogs[index]!];
		if (before !== after) found.push(`version ${index} is said to be equal:\n${difference(before, after)}`);
	}
	for (const [index, { title, sql, to }] of steps.entries()) {
		const outcome = outcomes[index];
		if (outcome?.ok !== true) {
			found.push(`${title}: ${outcome?.message ?? 'was not reached'}\n${sql}`);
		} else if (outcome.catalog !== catalogs[to]) {
			found.push(`${title} leads elsewhere:\n${difference(outcome.catalog, catalogs[to]!)}\n${sql}`);
		}
	}
	return found;
}
