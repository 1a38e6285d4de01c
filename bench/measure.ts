/** One thing to be timed: `prepare` is not counted, `run` is. */
export interface Contender<Prepared> {
	readonly prepare: () => Promise<Prepared> | Prepared;
	readonly run: (prepared: Prepared) => Promise<void> | void;
	readonly finish?: (prepared: Prepared) => Promise<void> | void;
}

/** Milliseconds of one run. */
async function once<Prepared>({ prepare, run, finish }: Contender<Prepared>): Promise<number> {
	const prepared = await prepare();
	const start = performance.now();
	await run(prepared);
	const time = performance.now() - start;
	await finish?.(prepared);
	return time;
}

/** The middle one of several numbers. */
export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * The median times of both, run in turn so that whatever else the machine does meets both alike; the first
 * round warms up and is not counted.
 */
export async function inTurn<A, B>(
	rounds: number,
	raw: Contender<A>,
	engine: Contender<B>
): Promise<{ readonly raw: number; readonly engine: number; readonly ratio: number }> {
	const times: { readonly raw: number; readonly engine: number }[] = [];
	for (let round = 0; round <= rounds; round++) {
		const pair = { raw: await once(raw), engine: await once(engine) };
		if (round > 0) times.push(pair);
	}
	return {
		raw: median(times.map((time) => time.raw)),
		engine: median(times.map((time) => time.engine)),
		ratio: median(times.map((time) => time.engine / time.raw))
	};
}
