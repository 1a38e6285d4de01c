import type { Case, Verdict } from './case.ts';

/** What came of the pairs of one dialect, by kind and variant. */
export class Tally {
	readonly #dialect: string;
	readonly #variants: readonly string[];
	readonly #counts = new Map<string, { passed: number; all: number }>();
	readonly #foretold: string[] = [];
	readonly #unrunnable: string[] = [];
	readonly #kinds = new Set<string>();
	readonly #began = performance.now();
	#seconds = 0;
	#cases = 0;
	failed = 0;

	constructor(dialect: string, variants: readonly string[]) {
		this.#dialect = dialect;
		this.#variants = variants;
	}

	count({ id, kind }: Case, variant: string, verdict: Verdict): void {
		if (variant === this.#variants[0]) this.#cases++;
		if (verdict.outcome === 'unrunnable') {
			this.#unrunnable.push(`${id} (${kind}): ${verdict.why}`);
			return;
		}
		this.#kinds.add(kind);
		const good = verdict.outcome !== 'failed';
		if (!good) this.failed++;
		if (verdict.outcome === 'foretold') this.#foretold.push(`${variant} ${id}`);
		for (const key of [`${variant} ${kind}`, `${variant} `]) {
			const counts = this.#counts.get(key) ?? { passed: 0, all: 0 };
			this.#counts.set(key, { passed: counts.passed + (good ? 1 : 0), all: counts.all + 1 });
		}
	}

	/** The counts by kind, then what was passed over and why. */
	table(): string {
		this.#seconds = (performance.now() - this.#began) / 1000;
		const rows = [...this.#kinds].sort().map((kind) => this.#row(kind, kind));
		return [
			`\n${this.#dialect}`,
			`  ${''.padEnd(20)}${this.#variants.map((variant) => variant.padStart(12)).join('')}`,
			...rows,
			this.#row('all', ''),
			...listed('refused for their rows, as warned', this.#foretold),
			...listed('unrunnable, for the database refuses their own SQL', this.#unrunnable)
		].join('\n');
	}

	total(): string {
		const counts = this.#variants.map((variant) => `${variant} ${this.#cell(variant, '')}`);
		return `${this.#dialect}: ${this.#cases} pairs, ${this.#unrunnable.length} of them unrunnable; passed ${counts.join(', ')}; ${this.failed} failed, ${this.#seconds.toFixed(0)} s`;
	}

	#row(title: string, kind: string): string {
		const cells = this.#variants.map((variant) => this.#cell(variant, kind).padStart(12));
		return `  ${title.padEnd(20)}${cells.join('')}`;
	}

	#cell(variant: string, kind: string): string {
		const { passed, all } = this.#counts.get(`${variant} ${kind}`) ?? { passed: 0, all: 0 };
		return `${passed}/${all}`;
	}
}

function listed(title: string, names: readonly string[]): string[] {
	return names.length === 0 ? [] : [`  ${title}: ${names.length}`, ...names.map((name) => `    ${name}`)];
}
