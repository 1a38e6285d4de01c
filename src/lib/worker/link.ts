import { proxy, transfer, wrap } from 'comlink';
import type { RunEvent, StepResult } from '../engine/run/step.ts';
import { EngineLostError } from './protocol.ts';
import type { WorkerApi, WorkerLink } from './worker-api.ts';

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
	const remote = wrap<WorkerApi>(worker);
	const api: WorkerApi = {
		// The page keeps its images, so copies are handed over.
		open: (options, { version, before }) => {
			const image = options.image?.slice();
			const earlier = before && { ...before, image: before.image.slice() };
			return remote.open(
				transfer({ ...options, ...(image && { image }) }, image ? [image.buffer] : []),
				transfer({ version, before: earlier }, earlier ? [earlier.image.buffer] : [])
			);
		},
		setFolder: (files) => remote.setFolder(files),
		state: () => remote.state(),
		run: async (command, onEvents) => {
			const told: StepResult[] = [];
			const hear = (events: readonly RunEvent[]): Promise<void> => {
				for (const event of events) if (event.kind === 'stepFinished') told.push(event.result);
				return onEvents(events);
			};
			const { value, ...reply } = await remote.run(command, proxy(hear));
			const result = { ...value.result, steps: [...told, ...value.result.steps] };
			return { ...reply, value: { ...value, result } };
		},
		abort: () => remote.abort(),
		rows: (request) => remote.rows(request),
		console: (sql, pageSize) => remote.console(sql, pageSize),
		consolePage: (id, offset, limit) => remote.consolePage(id, offset, limit),
		autogenerate: (request) => remote.autogenerate(request),
		schemaSql: () => remote.schemaSql(),
		snapshot: () => remote.snapshot()
	};
	return { api, lost, terminate: () => worker.terminate() };
}
