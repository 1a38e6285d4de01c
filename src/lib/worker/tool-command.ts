import type { Database } from '../engine/database.ts';
import type { StepResult } from '../engine/run/step.ts';
import type { Schema } from '../engine/schema/model.ts';
import { renamesOf } from '../engine/schema/rename-kinds.ts';
import { toldAfter } from '../python/alembic-settings.ts';
import { readVersions } from '../python/version-table.ts';
import type { Moment } from './before.ts';
import { filesAfter, wheelsAfter } from './files-after.ts';
import type { OpenProject, SessionReply } from './open-project.ts';
import type { ToolCommand, ToolReply } from './protocol.ts';
import { sameImage } from './same-image.ts';
import { servedSteps } from './served-frames.ts';
import { toolSteps } from './tool-frames.ts';
import { allTables } from './tool-vehicle.ts';
import type { ToolOutput, ToolRun, ToolStep } from './tools.ts';

/** Runs a command line on the files of the folder and on the database, and looks at what became of both. */
export async function runTool(
	project: OpenProject,
	request: ToolCommand,
	hear: (output: ToolOutput) => void
): Promise<SessionReply<ToolReply>> {
	const { database } = project.atRest;
	const at = project.clock.now();
	const ahead = database.lend && (await lent(project, database));
	let said = '';
	const from = {
		...request,
		files: project.texts,
		wheels: project.wheels,
		databases: project.databases,
		...(ahead && { postgres: ahead.speak })
	};
	const run = await project.tools.run(from, ahead ? undefined : project.image, (output) => {
		if (output.stream === 'err') said += output.text;
		hear(output);
	});
	if (ahead && run.died) await database.cut();
	if (!request.trial) {
		project.wheels = wheelsAfter(project.wheels, run);
		project.databases = run.databases;
		const files = filesAfter(project.texts, run);
		const scripts = toldAfter(project.scripts, run.scripts, files);
		await project.setFolder(files, project.toolchain, run.databaseFile, project.environment, scripts);
	}
	const about = { graph: project.folder.graph, at, said };
	const steps = ahead
		? await servedSteps(run, { ...about, database, before: ahead.before })
		: await toolSteps(run, {
				...about,
				open: (image) => project.connect({ ...project.now.options, image })
			});
	if (ahead && request.trial) {
		await database.restore(project.image);
		await project.now.observer.look();
	}
	if (request.trial) return { value: tried(project, run, steps) };
	if (run.image && !sameImage(run.image, project.image)) {
		await database.restore(run.image);
		project.mark = undefined;
	}
	const last = steps.at(-1);
	const ran = run.steps.at(-1);
	if (last && ran) await project.before.set(await momentOf(project, last, ran, ahead?.before));
	if (ahead) await database.dialect.keptRows?.forget(database, project.before.moment?.kept);
	const { value: state, image } = await project.settle();
	const { moment } = project.before;
	const { exitCode, written, removed, notKept, databaseFile, databases, migrated } = run;
	return {
		value: {
			exitCode,
			written,
			removed,
			notKept,
			databaseFile,
			databases,
			scripts: project.scripts,
			migrated,
			steps,
			state,
			before: moment?.schema ?? state.schema
		},
		...(image && { image }),
		...(last && moment && { before: moment })
	};
}

/** The answer to a command of which nothing is kept. */
function tried(
	project: OpenProject,
	{ exitCode, migrated }: ToolRun,
	steps: readonly StepResult[]
): ToolReply {
	const state = project.known;
	const { databaseFile, databases, scripts } = project;
	const nothing = { written: [], removed: [], notKept: [], databaseFile, databases, scripts };
	return { exitCode, ...nothing, migrated, steps, state, before: state.schema };
}

/** A server that a tool is about to work on, and what it was before. */
async function lent(project: OpenProject, database: Database) {
	const { schema } = project.now.observer;
	const kept = `${project.state?.version ?? 0}_tool`;
	const { dialect } = database;
	await dialect.keptRows?.keep(database, kept, allTables(dialect, schema));
	const versions = await readVersions(database);
	const speak = await database.lend!(project.texts.map(({ text }) => text).join('\n'));
	return { speak, before: { schema, kept, versions, sides: { after: database, kept } } };
}

/** What the views compare with after a migration that a tool ran. */
async function momentOf(
	project: OpenProject,
	step: StepResult,
	{ before: image }: ToolStep,
	server?: { readonly schema: Schema; readonly kept: string }
): Promise<Moment> {
	const renames = step.status === 'applied' ? renamesOf(step.frame.changes) : [];
	if (server) return { schema: server.schema, kept: server.kept, renames };
	const earlier = await project.connect({ ...project.now.options, image });
	const schema = await earlier.dialect.inspector.inspect(earlier).finally(() => earlier.close());
	return { image, schema, renames };
}
