import { transfer, wrap } from 'comlink';
import type { StepResult } from '../engine/run/step.ts';
import { EngineLostError } from './protocol.ts';
import type { EventsMessage, LoadingMessage, WorkerApi, WorkerCalls, WorkerLink } from './worker-api.ts';

/** Starts the worker. The engine itself loads inside it, at the first `open`. */
export function startWorker(): WorkerLink {
	const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
		type: 'module',
		name: 'engine'
	});
	const lost = new Promise<never>((_, reject) => {
		worker.onerror = (event) => {
			event.preventDefault();
			// A script that could not be loaded says nothing about why.
			const said = event.message ? `: ${event.message}` : ' or could not be loaded';
			reject(new EngineLostError(`The database engine stopped working${said}.`));
		};
		worker.onmessageerror = () => {
			reject(new EngineLostError('The database engine sent something that cannot be read.'));
		};
	});
	// Whoever waits for a call hears of it there.
	lost.catch(() => undefined);
	const remote = wrap<WorkerCalls>(worker);
	const api: WorkerApi = {
		// The page keeps its images, so copies are handed over.
		open: async (options, { version, before }, onLoading) => {
			const image = options.image?.slice();
			const past = before?.image?.slice();
			const earlier = before && { ...before, ...(past && { image: past }) };
			const hear = ({ data }: MessageEvent<object>): void => {
				if (isLoading(data)) onLoading?.(data.loading);
			};
			worker.addEventListener('message', hear);
			try {
				return await remote.open(
					transfer({ ...options, ...(image && { image }) }, image ? [image.buffer] : []),
					transfer({ version, before: earlier }, past ? [past.buffer] : [])
				);
			} finally {
				worker.removeEventListener('message', hear);
			}
		},
		setFolder: (files) => remote.setFolder(files),
		state: () => remote.state(),
		run: async (command, onEvents, lost) => {
			const told: StepResult[] = [];
			const hear = ({ data }: MessageEvent<object>): void => {
				if (!isEvents(data)) return;
				for (const event of data.events) if (event.kind === 'stepFinished') told.push(event.result);
				onEvents(data.events);
			};
			worker.addEventListener('message', hear);
			try {
				const { value, ...reply } = await remote.run(command, lost);
				const result = { ...value.result, steps: [...told, ...value.result.steps] };
				return { ...reply, value: { ...value, result } };
			} finally {
				worker.removeEventListener('message', hear);
			}
		},
		rehearse: (command) => remote.rehearse(command),
		compareWays: (target) => remote.compareWays(target),
		roundTrip: () => remote.roundTrip(),
		safeDowngrade: (revision) => remote.safeDowngrade(revision),
		tryQueries: (sets, command) => remote.tryQueries(sets, command),
		check: (schemaSql, target) => remote.check(schemaSql, target),
		drift: (options) => remote.drift(options),
		undrift: (request) => remote.undrift(request),
		putBack: (script) => remote.putBack(script),
		pullPlug: (request) => remote.pullPlug(request),
		abort: () => remote.abort(),
		rows: (request) => remote.rows(request),
		console: (sql, pageSize) => remote.console(sql, pageSize),
		consolePage: (id, offset, limit) => remote.consolePage(id, offset, limit),
		autogenerate: (request) => remote.autogenerate(request),
		versionProblems: (schemaSql, target) => remote.versionProblems(schemaSql, target),
		choices: () => remote.choices(),
		setExtensions: (names) => remote.setExtensions(names),
		carryOver: (dialect) => remote.carryOver(dialect),
		schemaSql: () => remote.schemaSql(),
		snapshot: () => remote.snapshot()
	};
	return { api, lost, terminate: () => worker.terminate() };
}

function isLoading(message: object): message is LoadingMessage {
	return 'loading' in message;
}

/** Whether a message of the worker tells events; the others answer calls. */
function isEvents(message: object): message is EventsMessage {
	return 'events' in message;
}
