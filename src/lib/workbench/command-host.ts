import type { CommandHost } from '../command-line/host.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { AutogenerateReply, AutogenerateRequest } from '../engine/run/autogenerate-reply.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { schemaFile } from './folder/schema-file.ts';
import type { Workbench } from './workbench.svelte.ts';

/** The command line's view of the app; the terminal and the buttons' log use it. */
export function commandHost(workbench: Workbench): CommandHost {
	return {
		get folderName() {
			// Files of a Python project lie anywhere, and are named from its top.
			return workbench.isPython ? '.' : 'migrations';
		},
		files: () => workbench.files,
		folder: () => workbench.folder,
		ledger: () => Promise.resolve(workbench.together.ledger),
		run: (command, onEvent) => workbench.execute(command, onEvent),
		rehearse: (command) => workbench.trials.rehearse(command),
		mine: () => [...workbench.together.mine],
		get program() {
			return workbench.isPython ? migrateProgram(workbench.files).join(' ') : 'updown';
		},
		writer: async () => (await import('./together/writer.ts')).writerOf(workbench),
		rehearseTogether: (trial) => workbench.together.rehearse(trial),
		takeWay: async (way, following) =>
			(await import('./together/take-way.ts')).takeWay(workbench, way, following),
		roundTrip: () => workbench.trials.roundTrip(),
		safeDowngrade: (revision) => workbench.trials.safeDowngrade(revision),
		pullPlug: async (request) => (await import('./plug/pull-plug.ts')).pullPlug(workbench, request),
		queries: () => workbench.project.queries,
		tryQueries: (sets) => workbench.trials.tryQueries(undefined, sets),
		autogenerate: (request) => autogenerate(workbench, request),
		target: () => workbench.project.target,
		check: async (target) => {
			await workbench.sendFolder();
			return workbench.client.check(workbench.project.schemaSql, target);
		},
		drift: () => workbench.drift.look(),
		undrift: (request) => workbench.drift.ask(request),
		putBack: (script) => workbench.drift.putBack(script),
		schemaSql: () => workbench.project.schemaSql,
		saveFile: (file) => {
			workbench.saveFile(file);
			return Promise.resolve();
		},
		editFile: async (file) => {
			workbench.saveFile(file);
			if (workbench.isPython) await (await import('./evidence/make-safe.ts')).lookAgain(workbench);
		},
		get toolLine() {
			return workbench.isPython
				? async (command: RunCommand) =>
						(await import('./python/program.ts')).toolWords(workbench.files, command).join(' ')
				: undefined;
		},
		now: () => new Date().toISOString()
	};
}

/** Compares with `schema.sql`; where that does not run, its editor marks the place. */
async function autogenerate(workbench: Workbench, request: AutogenerateRequest): Promise<AutogenerateReply> {
	await workbench.sendFolder();
	const reply = await workbench.client.autogenerate(request);
	if (reply.kind === 'failed') {
		workbench.failure = { file: schemaFile, text: request.desired, problem: reply.problem };
	} else if (workbench.failure?.file === schemaFile) workbench.failure = undefined;
	return reply;
}
