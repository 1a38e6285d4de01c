import type { RunEvent } from '../../../src/lib/engine/run/step.ts';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import { EventBatch } from '../../../src/lib/worker/event-batch.ts';
import { EngineSession } from '../../../src/lib/worker/session.ts';
import type { SessionReply } from '../../../src/lib/worker/open-project.ts';
import type { WorkerApi, WorkerLink } from '../../../src/lib/worker/worker-api.ts';

/** A session whose clock is the machine's. */
export function newSession(): EngineSession {
	return new EngineSession({
		clock: { now: () => new Date().toISOString(), elapsed: () => performance.now() }
	});
}

/** A migration file named `0001_name.sql` and so on, from what its sections say. */
export function file(revision: string, up: string, down = ''): FolderFile {
	const text = `-- Step ${revision}\n-- revision: ${revision}\n-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
	return { name: `${revision}_step.sql`, text };
}

/** Three steps on a table of pets. */
export const pets: readonly FolderFile[] = [
	file(
		'0001',
		"CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO pets (name) VALUES ('Rex'), ('Tom');",
		'DROP TABLE pets;'
	),
	file('0002', 'ALTER TABLE pets ADD COLUMN age INTEGER;', 'ALTER TABLE pets DROP COLUMN age;'),
	file('0003', "UPDATE pets SET age = 3 WHERE name = 'Rex';", 'UPDATE pets SET age = NULL;')
];

/** A session that the client takes for a worker: bytes are copied on the way, as they are between threads. */
export function linkTo(
	session: EngineSession,
	changes: Partial<WorkerApi> = {}
): WorkerLink & { readonly ended: boolean } {
	let ended = false;
	const never = new Promise<never>(() => undefined);
	const across = async <Value>(reply: Promise<SessionReply<Value>>): Promise<SessionReply<Value>> => {
		const value = structuredClone(await reply);
		return ended ? never : value;
	};
	const api: WorkerApi = {
		open: (options, resume) => across(session.open(structuredClone(options), structuredClone(resume))),
		load: (dialect) => across(session.load(dialect)),
		setFolder: (...folder) => across(session.setFolder(...folder)),
		startTools: () => across(session.startTools()),
		setWheels: (wheels) => across(session.setWheels(structuredClone(wheels))),
		setDatabases: (databases) => across(session.setDatabases(structuredClone(databases))),
		wheelReports: () => across(session.wheelReports()),
		tool: (request, onOutput) => across(session.tool(request, onOutput)),
		state: () => across(session.state()),
		async run(command, onEvents, lost) {
			const batch = new EventBatch<RunEvent>(onEvents, () => performance.now());
			const reply = await across(session.run(command, (event) => batch.add(event), lost));
			batch.end();
			return reply;
		},
		async stepThrough(command, onEvents, lost) {
			const batch = new EventBatch<RunEvent>(onEvents, () => performance.now());
			const reply = await across(session.stepThrough(command, (event) => batch.add(event), lost));
			batch.end();
			return reply;
		},
		async stepOn(to, onEvents) {
			const batch = new EventBatch<RunEvent>(onEvents, () => performance.now());
			const reply = await across(session.stepOn(to, (event) => batch.add(event)));
			batch.end();
			return reply;
		},
		giveUp: () => across(session.giveUp()),
		compareModels: (request) => across(session.compareModels(request)),
		rehearse: (command) => across(session.rehearse(command)),
		rehearseTogether: (trial) => across(session.rehearseTogether(trial)),
		clashingChanges: (sides) => across(session.clashingChanges(sides)),
		compareWays: (target) => across(session.compareWays(target)),
		roundTrip: () => across(session.roundTrip()),
		pullPlug: (request) => across(session.pullPlug(request)),
		safeDowngrade: (revision) => across(session.safeDowngrade(revision)),
		tryQueries: (sets, command) => across(session.tryQueries(sets, command)),
		check: (schemaSql, target) => across(session.check(schemaSql, target)),
		drift: (options) => across(session.drift(options)),
		undrift: (request) => across(session.undrift(request)),
		putBack: (script) => across(session.putBack(script)),
		abort: async () => session.abort(),
		rows: (request) => across(session.rows(request)),
		console: (sql, pageSize) => across(session.console(sql, pageSize)),
		consolePage: (id, offset, limit) => across(session.consolePage(id, offset, limit)),
		autogenerate: (request) => across(session.autogenerate(request)),
		versionProblems: (schemaSql, target) => across(session.versionProblems(schemaSql, target)),
		choices: () => across(session.choices()),
		setExtensions: (names) => across(session.setExtensions(names)),
		carryOver: (dialect) => across(session.carryOver(dialect)),
		schemaSql: () => across(session.schemaSql()),
		snapshot: () => across(session.snapshot()),
		...changes
	};
	return {
		api,
		lost: never,
		terminate: () => {
			ended = true;
		},
		get ended() {
			return ended;
		}
	};
}
