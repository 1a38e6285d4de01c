import { success, type Outcome } from '../engine/problem.ts';
import type { RunContext } from '../engine/run/context.ts';
import { pullPlug, type PlugRequest, type PulledPlug } from '../engine/run/pull-plug.ts';
import type { OpenProject } from './open-project.ts';
import { toolBreaker } from './tool-breaker.ts';

/** Pulls the plug in a command of the tools; the project then knows where that keeps its database. */
export async function pullPlugOfTools(
	project: OpenProject,
	context: RunContext,
	request: PlugRequest
): Promise<Outcome<PulledPlug>> {
	const breaker = toolBreaker(project.toolFolder, context.database);
	const pulled = await pullPlug(context, request, breaker);
	if (!pulled.ok) return pulled;
	project.databaseFile = breaker.databaseFile;
	return success({ ...pulled.value, statements: breaker.statements });
}
