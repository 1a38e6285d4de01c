import type { FolderFile } from '../engine/migration/migration.ts';
import type { Project } from '../projects/project.ts';
import type { EngineClient } from '../worker/protocol.ts';

type Sent = Pick<Project, 'wheels' | 'databases' | 'databaseFile' | 'environment' | 'scripts'>;

const nothing: Sent = {
	wheels: [],
	databases: [],
	databaseFile: undefined,
	environment: {},
	scripts: []
};

/** What the worker has of a project: only what has become another since is given to it again. */
export class SentProject {
	readonly #client: EngineClient;
	#sent = nothing;
	/** Absent where those that the worker has are of a project that is no longer on the screen. */
	#files: readonly FolderFile[] | undefined;

	constructor(client: EngineClient) {
		this.#client = client;
	}

	/** Another project comes, whose folder must be given to the worker whatever it has. */
	expectAnother(): void {
		this.#files = undefined;
	}

	/** Gives the worker the project as it is now, with these files in its folder. */
	async send(
		{ wheels, databases, toolchain, databaseFile, environment, scripts }: Project,
		files: readonly FolderFile[]
	): Promise<void> {
		if (this.#sent.wheels !== wheels && this.#sent.wheels.length + wheels.length > 0) {
			await this.#client.setWheels(wheels);
			this.#sent = { ...this.#sent, wheels };
		}
		if (this.#sent.databases !== databases && this.#sent.databases.length + databases.length > 0) {
			await this.#client.setDatabases(databases);
			this.#sent = { ...this.#sent, databases };
		}
		const isSame =
			this.#files === files &&
			this.#sent.databaseFile === databaseFile &&
			this.#sent.environment === environment &&
			this.#sent.scripts === scripts;
		if (isSame) return;
		await this.#client.setFolder(files, toolchain, databaseFile, environment, scripts);
		this.#sent = { ...this.#sent, databaseFile, environment, scripts };
		this.#files = files;
	}
}
