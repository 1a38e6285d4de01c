import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A program that answers each line of JSON with one; started anew after it has hung. */
export class LineProcess {
	readonly #command: readonly string[];
	readonly #timeoutMs: number;
	#child: Child | undefined;
	#waiting: ((line: string | undefined) => void) | undefined;

	constructor(command: readonly string[], timeoutMs = 60_000) {
		this.#command = command;
		this.#timeoutMs = timeoutMs;
	}

	#start(): Child {
		const [program, ...args] = this.#command;
		const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'ignore'] });
		createInterface({ input: child.stdout }).on('line', (line) => this.#waiting?.(line));
		child.on('close', () => {
			if (this.#child === child) this.#child = undefined;
			this.#waiting?.(undefined);
		});
		child.on('error', () => this.#waiting?.(undefined));
		child.stdin.on('error', () => undefined);
		return child;
	}

	/** One request at a time. Throws where the program says `error`, ends or takes too long. */
	async ask(request: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
		const child = (this.#child ??= this.#start());
		let hung = false;
		const timer = setTimeout(() => {
			hung = true;
			child.kill('SIGKILL');
		}, this.#timeoutMs);
		const line = await new Promise<string | undefined>((done) => {
			this.#waiting = done;
			child.stdin.write(`${JSON.stringify(request)}\n`);
		});
		clearTimeout(timer);
		this.#waiting = undefined;
		if (line === undefined) throw new Error(hung ? 'it took too long' : 'the program ended');
		const answer = JSON.parse(line) as Record<string, unknown>;
		if (typeof answer.error === 'string') throw new Error(answer.error);
		return answer;
	}

	close(): void {
		this.#child?.stdin.end();
	}
}
