import type { OutputLine } from '../../command-line/host.ts';
import { line } from '../../command-line/lines.ts';
import type { ToolOutput } from '../../worker/tools.ts';

/** What a program writes, cut into lines, for somebody who reads them as they come. */
export class LineQueue {
	readonly #ready: OutputLine[] = [];
	#unfinished: ToolOutput | undefined;
	#ended = false;
	#wake: () => void = () => {};

	write(output: ToolOutput): void {
		const { stream } = output;
		if (this.#unfinished && this.#unfinished.stream !== stream) this.#flush();
		const parts = `${this.#unfinished?.text ?? ''}${output.text}`.split('\n');
		const rest = parts.pop() ?? '';
		for (const text of parts) this.#ready.push(shown({ stream, text }));
		this.#unfinished = rest === '' ? undefined : { stream, text: rest };
		this.#wake();
	}

	end(): void {
		this.#flush();
		this.#ended = true;
		this.#wake();
	}

	async *lines(): AsyncGenerator<OutputLine, void> {
		for (;;) {
			for (let next = this.#ready.shift(); next; next = this.#ready.shift()) yield next;
			if (this.#ended) return;
			await new Promise<void>((resolve) => (this.#wake = resolve));
		}
	}

	#flush(): void {
		if (this.#unfinished) this.#ready.push(shown(this.#unfinished));
		this.#unfinished = undefined;
	}
}

/** What goes to standard error is mostly a log; only what says that something failed looks like it. */
function shown({ stream, text }: ToolOutput): OutputLine {
	if (stream === 'out') return line(text);
	if (/^(ERROR|FAILED|Error|Usage|Traceback|\w*(Error|Exception|Exit)\b)|: command not found$/.test(text))
		return line(text, 'error');
	if (/^(WARNI?N?G?|.*Warning)\b/.test(text)) return line(text, 'warning');
	return line(text, text.startsWith('INFO') ? 'soft' : 'plain');
}
