import { expose, transfer } from 'comlink';
import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url';
import { EventBatch } from './event-batch.ts';
import { EngineSession, type SessionReply } from './session.ts';
import type { WorkerApi } from './worker-api.ts';

const elapsed = (): number => performance.now();
const session = new EngineSession({
	clock: { now: () => new Date().toISOString(), elapsed },
	locateFile: () => wasm
});

/** The reply with its bytes copied and handed over, because the session goes on working with its own. */
async function sent<Value>(pending: Promise<SessionReply<Value>>): Promise<SessionReply<Value>> {
	const { image, before, ...reply } = await pending;
	const copy = image?.slice();
	const earlier = before && (before.image === 'earlier' ? before.image : before.image.slice());
	const buffers = [copy, earlier].flatMap((bytes) => (bytes instanceof Uint8Array ? [bytes.buffer] : []));
	return transfer(
		{
			...reply,
			...(copy && { image: copy }),
			...(before && earlier && { before: { ...before, image: earlier } })
		},
		buffers
	);
}

const api: WorkerApi = {
	open: (options, resume) => sent(session.open(options, resume)),
	setFolder: (files) => session.setFolder(files),
	state: () => session.state(),
	async run(command, onEvents) {
		const batch = new EventBatch(onEvents, elapsed);
		let told = 0;
		const reply = await sent(
			session.run(command, (event) => {
				if (event.kind === 'stepFinished') told++;
				batch.add(event);
			})
		);
		await batch.end();
		const { value } = reply;
		const steps = value.result.steps.slice(told);
		return { ...reply, value: { ...value, result: { ...value.result, steps } } };
	},
	abort: async () => session.abort(),
	rows: (request) => session.rows(request),
	console: (sql, pageSize) => sent(session.console(sql, pageSize)),
	consolePage: (id, offset, limit) => session.consolePage(id, offset, limit),
	autogenerate: (request) => session.autogenerate(request),
	schemaSql: () => session.schemaSql(),
	async snapshot() {
		const reply = await session.snapshot();
		return transfer(reply, [reply.value.buffer]);
	}
};

expose(api);
