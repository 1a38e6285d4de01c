import type { ModelsReply, ModelsRequest } from '../../worker/models/reply.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** Compares the models with the database, by Alembic and by the engine; both are as they were. */
export function compareModels(
	workbench: Workbench,
	request: Omit<ModelsRequest, 'databaseFile'>
): Promise<ModelsReply> {
	return workbench.trials.run(request.words.join(' '), () => {
		const { databaseFile } = workbench.project;
		return workbench.client.compareModels({ ...request, databaseFile });
	});
}
