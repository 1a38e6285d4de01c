import type { AlembicComparison, Decided } from './autogenerate.ts';
import type { ProjectFiles } from './project-files.ts';

/** What an interpreter is started from. */
export interface PythonParts {
	/** What stands before the name of CPython's program in its address. */
	readonly folder: string;
	/** The address of its own modules. */
	readonly stdlib: string;
	/** The archive of the packages. */
	readonly packages: Uint8Array;
	/** Reads the archive of all sources and waits for it; undefined where it cannot be had. */
	readonly readSources: () => Uint8Array | undefined;
}

/** Variables of the environment, beside the usual ones. */
export type Environment = Readonly<Record<string, string>>;

/** One command line, as its words. */
export interface PythonCommand {
	/** The program and its arguments, e.g. `['flask', 'db', 'upgrade']`. */
	readonly words: readonly string[];
	readonly environment?: Environment;
	/** The PostgreSQL that the command reaches, whatever server it names; without it there is none. */
	readonly postgres?: SpeakPostgres;
	/** What to do with what Alembic's autogenerate finds; without it, what Alembic does. */
	readonly decided?: Decided;
}

/** A package that a project brings: a wheel of pure Python. */
export interface Wheel {
	/** Its path in the project, e.g. `wheels/attrs-26.1.0-py3-none-any.whl`. */
	readonly file: string;
	readonly bytes: Uint8Array;
}

/** An SQLite database of a project beside the one that is its own. */
export interface DatabaseFile {
	/** Its path in the project. */
	readonly file: string;
	readonly bytes: Uint8Array;
}

/** What a package needs and is not there. */
export interface Missing {
	readonly name: string;
	/** As pip takes it, e.g. `zope.interface>=5`. */
	readonly wants: string;
	/** The version that is there, where it is another. */
	readonly have: string | null;
}

/** What Python says of a wheel. */
export interface WheelReport {
	readonly file: string;
	readonly name: string;
	readonly version: string;
	/** Why it is not installed, as the end of a sentence; null where it is. */
	readonly refused: string | null;
	readonly missing: readonly Missing[];
}

/** Sends messages of PostgreSQL's protocol and gives the replies before it returns. Nobody else may have a transaction open. */
export type SpeakPostgres = (messages: Uint8Array) => Uint8Array;

/** What a command does, as it happens. */
export type PythonEvent =
	| { readonly kind: 'output'; readonly stream: 'out' | 'err'; readonly text: string }
	/** It opens a database file. */
	| { readonly kind: 'database'; readonly path: string }
	/** Alembic begins to work on the database in that file. */
	| { readonly kind: 'migrates'; readonly path: string }
	/** It connects to PostgreSQL. */
	| { readonly kind: 'database'; readonly url: string }
	/**
	 * It is about to run a statement; its connection has changed so many rows until now, and a transaction is `open` or not. Where
	 * the answer is true, the connection is lost: neither this statement nor anything after it reaches the database.
	 */
	| {
			readonly kind: 'statement';
			readonly sql: string;
			readonly changes: number;
			readonly open: boolean;
	  }
	/** Alembic has read its settings: for the `env.py` of a folder it looks for revision files there; whole paths. */
	| {
			readonly kind: 'scripts';
			readonly folder: string;
			readonly locations: readonly string[];
			readonly isDeep: boolean;
	  }
	/** A migration begins; the one before has been committed where each has a transaction of its own. */
	| {
			readonly kind: 'step';
			readonly direction: 'upgrade' | 'downgrade' | 'stamp';
			readonly revision: string;
			readonly changes: number;
	  }
	/** All migrations of the command have run. */
	| { readonly kind: 'stepsDone'; readonly changes: number }
	/** Alembic has compared the database with the models; told where that was asked for. */
	| ({ readonly kind: 'compared' } & AlembicComparison);

/** Hears what a command does; only the answer to a statement means anything. */
export type HearPython = (event: PythonEvent) => unknown;

/** A CPython with the tools loaded. One command at a time; a command cannot be interrupted but by ending the worker. */
export interface Python {
	readonly files: ProjectFiles;
	/** Makes these all the packages that there are beside those that come along. They must have been looked at by `readWheel`. */
	install(wheels: readonly Wheel[]): readonly WheelReport[];
	/**
	 * Runs a command and returns its exit code. Throws `UnknownProgram` where there is no such program, and `PythonEnded` where
	 * that is the end of the interpreter too: then nothing but its files is of any use.
	 */
	run(command: PythonCommand, hear: HearPython): number;
}

/** A command has ended the interpreter itself, as a process ends that is killed or leaves on the spot. */
export class PythonEnded extends Error {
	constructor(
		readonly exitCode: number,
		/** What a person is told of it; empty where the program wanted it so. */
		readonly words: string
	) {
		super(words);
		this.name = 'PythonEnded';
	}
}

/** The first word of a command is no program that Python has here. */
export class UnknownProgram extends Error {
	constructor(readonly program: string) {
		super(`There is no program ${program} here.`);
		this.name = 'UnknownProgram';
	}
}
