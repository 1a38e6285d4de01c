import { expose, transfer } from 'comlink';
import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url';
import type { RunEvent } from '../engine/run/step.ts';
import { onLoading } from './arrivals.ts';
import { compileFile, readFile } from './engine-files.ts';
import { pythonParts } from './python-files.ts';
import { EventBatch } from './event-batch.ts';
import { EngineSession } from './session.ts';
import type { SessionReply } from './open-project.ts';
import { WarmUp } from './warm-up.ts';
import type { EventsMessage, LoadingMessage, OutputMessage, WorkerCalls } from './worker-api.ts';

const elapsed = (): number => performance.now();
const start = (): EngineSession =>
	new EngineSession({
		clock: { now: () => new Date().toISOString(), elapsed },
		locateFile: () => wasm,
		readFile,
		compileFile,
		pythonParts
	});
const session = start();
const warmUp = new WarmUp(start);

/** The reply with its bytes copied and handed over, because the session goes on working with its own. */
async function sent<Value>(pending: Promise<SessionReply<Value>>): Promise<SessionReply<Value>> {
	const { image, before, ...reply } = await pending;
	const copy = image?.slice();
	const earlier = before?.image === 'earlier' ? before.image : before?.image?.slice();
	const buffers = [copy, earlier].flatMap((bytes) => (bytes instanceof Uint8Array ? [bytes.buffer] : []));
	return transfer(
		{
			...reply,
			...(copy && { image: copy }),
			...(before && { before: { ...before, ...(earlier && { image: earlier }) } })
		},
		buffers
	);
}

onLoading((loading) => {
	const message: LoadingMessage = { loading };
	postMessage(message);
});

function tell(events: readonly RunEvent[]): void {
	const message: EventsMessage = { events };
	postMessage(message);
}

/** Tells the events of a call in groups, all of them before it is answered. */
async function told<Value>(call: (hear: (event: RunEvent) => void) => Promise<Value>): Promise<Value> {
	const batch = new EventBatch(tell, elapsed);
	const value = await call((event) => batch.add(event));
	batch.end();
	return value;
}

const api: WorkerCalls = {
	async open(options, resume) {
		const reply = await sent(session.open(options, resume));
		warmUp.opened(options);
		return reply;
	},
	load: (dialect) => session.load(dialect),
	setFolder: (...folder) => session.setFolder(...folder),
	state: () => session.state(),
	async run(command, lost) {
		const batch = new EventBatch(tell, elapsed);
		let told = 0;
		const reply = await sent(
			session.run(
				command,
				(event) => {
					if (event.kind === 'stepFinished') told++;
					batch.add(event);
				},
				lost
			)
		);
		batch.end();
		const { value } = reply;
		const steps = value.result.steps.slice(told);
		return { ...reply, value: { ...value, result: { ...value.result, steps } } };
	},
	stepThrough: (command, lost) => told((hear) => sent(session.stepThrough(command, hear, lost))),
	stepOn: (to) => told((hear) => sent(session.stepOn(to, hear))),
	giveUp: () => sent(session.giveUp()),
	startTools: () => session.startTools(),
	setWheels: (wheels) => session.setWheels(wheels),
	setDatabases: (databases) => session.setDatabases(databases),
	wheelReports: () => session.wheelReports(),
	tool: (request) =>
		sent(
			session.tool(request, (output) => {
				const message: OutputMessage = { output };
				postMessage(message);
			})
		),
	compareModels: (request) => session.compareModels(request),
	rehearse: (command) => session.rehearse(command),
	rehearseTogether: (trial) => session.rehearseTogether(trial),
	clashingChanges: (sides) => session.clashingChanges(sides),
	compareWays: (target) => session.compareWays(target),
	roundTrip: () => session.roundTrip(),
	safeDowngrade: (revision) => session.safeDowngrade(revision),
	tryQueries: (sets, command) => session.tryQueries(sets, command),
	check: (schemaSql, target) => session.check(schemaSql, target),
	drift: (options) => session.drift(options),
	undrift: (request) => session.undrift(request),
	putBack: (script) => sent(session.putBack(script)),
	pullPlug: (request) => sent(session.pullPlug(request)),
	abort: async () => session.abort(),
	rows: (request) => session.rows(request),
	console: (sql, pageSize) => sent(session.console(sql, pageSize)),
	consolePage: (id, offset, limit) => session.consolePage(id, offset, limit),
	autogenerate: (request) => session.autogenerate(request),
	versionProblems: (schemaSql, target) => session.versionProblems(schemaSql, target),
	choices: () => session.choices(),
	setExtensions: (names) => sent(session.setExtensions(names)),
	carryOver: (dialect) => session.carryOver(dialect),
	schemaSql: () => session.schemaSql(),
	async snapshot() {
		const reply = await session.snapshot();
		return transfer(reply, [reply.value.buffer]);
	}
};

expose(warmUp.around(api));
