import { expect } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import type { Environment } from '../../../src/lib/python/python.ts';
import { EngineSession } from '../../../src/lib/worker/session.ts';
import { nodeParts, wordsOf } from './node-python.ts';

/** A session that has Python, in Node. */
export function nodeSession(): EngineSession {
	return new EngineSession({
		clock: { now: () => new Date().toISOString(), elapsed: () => performance.now() },
		pythonParts: () => Promise.resolve(nodeParts())
	});
}

/** A Python project whose commands are typed one after another, as the page would keep it. */
export class TypedProject {
	readonly session = nodeSession();
	texts = new Map<string, string>();
	databaseFile: string | undefined;
	environment: Environment = {};

	/** Begins with these files and an empty database. */
	async open(dialect: DialectName, files: Iterable<readonly [string, string]>): Promise<void> {
		await this.session.open({ dialect, foreignKeys: false });
		this.texts = new Map(files);
		this.databaseFile = undefined;
		this.environment = {};
		await this.send();
	}

	/** Gives the session the files as they are now. */
	send() {
		const files = [...this.texts].map(([name, text]) => ({ name, text }));
		return this.session.setFolder(files, 'python', this.databaseFile, this.environment);
	}

	/** Types a line, which must end well. */
	async run(line: string) {
		let said = '';
		const request = {
			words: wordsOf(line),
			databaseFile: this.databaseFile,
			environment: this.environment
		};
		const { value } = await this.session.tool(request, ({ text }) => (said += text));
		for (const { name, text } of value.written) this.texts.set(name, text);
		this.databaseFile = value.databaseFile;
		expect(value.exitCode, said).toBe(0);
		return { ...value, said };
	}

	/** The rows that a query gives, up to ten; what it says otherwise. */
	async rows(sql: string) {
		const { value } = await this.session.console(sql, 10);
		return value.answers[0]?.kind === 'rows' ? value.answers[0].rows : value.answers;
	}
}
