import { transfer, wrap } from 'comlink';
import type { StepResult } from '../engine/run/step.ts';
import { EngineLostError } from './protocol.ts';
import type {
	EventsMessage,
	LoadingMessage,
	OutputMessage,
	WorkerApi,
	WorkerCalls,
	WorkerLink
} from './worker-api.ts';

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
	/** Does something while the worker's own messages are heard. */
	const hearing = async <Value>(
		hear: (message: object) => unknown,
		work: () => Promise<Value>
	): Promise<Value> => {
		const listen = ({ data }: MessageEvent<object>): void => void hear(data);
		worker.addEventListener('message', listen);
		try {
			return await work();
		} finally {
			worker.removeEventListener('message', listen);
		}
	};
	const api: WorkerApi = {
		// The page keeps its images, so copies are handed over.
		open: async (options, { version, before }, onLoading) => {
			const image = options.image?.slice();
			const past = before?.image?.slice();
			const earlier = before && { ...before, ...(past && { image: past }) };
			return hearing(
				(message) => isLoading(message) && onLoading?.(message.loading),
				() =>
					remote.open(
						transfer({ ...options, ...(image && { image }) }, image ? [image.buffer] : []),
						transfer({ version, before: earlier }, past ? [past.buffer] : [])
					)
			);
		},
		load: (dialect) => remote.load(dialect),
		setFolder: (...folder) => remote.setFolder(...folder),
		state: () => remote.state(),
		run: async (command, onEvents, lost) => {
			const told: StepResult[] = [];
			const { value, ...reply } = await hearing(
				(message) => {
					if (!isEvents(message)) return;
					for (const event of message.events) if (event.kind === 'stepFinished') told.push(event.result);
					onEvents(message.events);
				},
				() => remote.run(command, lost)
			);
			const result = { ...value.result, steps: [...told, ...value.result.steps] };
			return { ...reply, value: { ...value, result } };
		},
		stepThrough: (command, onEvents, lost) =>
			hearing(
				(message) => isEvents(message) && onEvents(message.events),
				() => remote.stepThrough(command, lost)
			),
		stepOn: (to, onEvents) =>
			hearing(
				(message) => isEvents(message) && onEvents(message.events),
				() => remote.stepOn(to)
			),
		giveUp: () => remote.giveUp(),
		startTools: (onLoading) =>
			hearing(
				(message) => isLoading(message) && onLoading?.(message.loading),
				() => remote.startTools()
			),
		setWheels: (wheels) => remote.setWheels(wheels),
		setDatabases: (databases) => remote.setDatabases(databases),
		wheelReports: (onLoading) =>
			hearing(
				(message) => isLoading(message) && onLoading?.(message.loading),
				() => remote.wheelReports()
			),
		tool: (request, onOutput) =>
			hearing(
				(message) => isOutput(message) && onOutput(message.output),
				() => remote.tool(request)
			),
		compareModels: (request) => remote.compareModels(request),
		rehearse: (command) => remote.rehearse(command),
		rehearseTogether: (trial) => remote.rehearseTogether(trial),
		clashingChanges: (sides) => remote.clashingChanges(sides),
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

function isOutput(message: object): message is OutputMessage {
	return 'output' in message;
}

function isLoading(message: object): message is LoadingMessage {
	return 'loading' in message;
}

/** Whether a message of the worker tells events; the others answer calls. */
function isEvents(message: object): message is EventsMessage {
	return 'events' in message;
}
