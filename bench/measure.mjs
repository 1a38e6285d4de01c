/**
 * One thing to be timed: `prepare` and `finish` are not counted, `run` is.
 * @template Prepared
 * @typedef {object} Contender
 * @property {() => Promise<Prepared> | Prepared} prepare
 * @property {(prepared: Prepared) => Promise<void> | void} run
 * @property {(prepared: Prepared) => Promise<void> | void} [finish]
 */

/**
 * Milliseconds of one run.
 * @template Prepared
 * @param {Contender<Prepared>} contender
 */
async function once({ prepare, run, finish }) {
	const prepared = await prepare();
	const start = performance.now();
	await run(prepared);
	const time = performance.now() - start;
	await finish?.(prepared);
	return time;
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * The median times of both, run in turn so that whatever else the machine does meets both alike; the first two
 * rounds warm up and are not counted.
 * @template A, B
 * @param {number} rounds
 * @param {Contender<A>} raw
 * @param {Contender<B>} engine
 */
export async function inTurn(rounds, raw, engine) {
	const times = [];
	for (let round = -2; round < rounds; round++) {
		const pair = { raw: await once(raw), engine: await once(engine) };
		if (round >= 0) times.push(pair);
	}
	return {
		raw: median(times.map((time) => time.raw)),
		engine: median(times.map((time) => time.engine)),
		ratio: median(times.map((time) => time.engine / time.raw))
	};
}
