import { styleText } from 'node:util';

const styles = { good: 'green', warning: 'yellow', error: 'red', soft: 'dim', aside: 'dim' };

// A reader such as `head` may go before everything is written; that is no failure.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (error) => {
		if (error.code !== 'EPIPE') throw error;
	});
}

/** Says why nothing could be run, on standard error or as the JSON object, and returns the exit code. */
export function failed(message, exitCode, words, options) {
	if (options.json) writeJson({ command: words.join(' '), exitCode, error: message });
	else process.stderr.write(`${paint(`Error: ${message}`, 'error', process.stderr)}\n`);
	return exitCode;
}

function writeJson(value) {
	process.stdout.write(`${JSON.stringify(value, null, '\t')}\n`);
}

function paint(text, tone, stream) {
	const style = styles[tone];
	const colourful = stream.isTTY && !process.env.NO_COLOR;
	return style && colourful ? styleText(style, text) : text;
}

/**
 * Prints lines as they come: problems, with the hints under them, to standard error, the rest to standard output.
 * @returns what was said, and the exit code the lines ended with
 */
export async function printLines(lines, { silent }) {
	const output = [];
	let aboutProblem = false;
	for (;;) {
		const { done, value } = await lines.next();
		if (done) return { output, exitCode: value };
		output.push(value);
		const indented = value.text.startsWith('  ');
		aboutProblem = value.tone === 'error' || value.tone === 'warning' || (aboutProblem && indented);
		if (silent) continue;
		const stream = aboutProblem ? process.stderr : process.stdout;
		stream.write(`${paint(value.text, value.tone, stream)}\n`);
	}
}

/** Prints what came of a command as one JSON object. Its keys are kept; new ones may be added. */
export async function printReport(words, output, exitCode, host, options) {
	writeJson({
		command: words.join(' '),
		exitCode,
		database: options.database ?? null,
		...(await host.report()),
		output: output.map(({ text, tone }) => ({ text, tone }))
	});
}
