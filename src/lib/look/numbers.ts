const grouped = new Intl.NumberFormat('en-US');

/** `12000` → `12,000`. */
export function number(value: number): string {
	return grouped.format(value);
}

/** `count(1, 'row')` → `1 row`; `count(1200, 'row')` → `1,200 rows`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
	return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** `0.3` → `under 1 ms`; `4.2` → `4 ms`; `1234` → `1.2 s`; `75000` → `1 min 15 s`. */
export function duration(milliseconds: number): string {
	if (milliseconds < 1) return 'under 1 ms';
	if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1000);
	return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
