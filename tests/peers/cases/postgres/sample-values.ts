/** A type as the catalog has it. */
export interface Type {
	readonly name: string;
	/** b(ase), c(omposite), d(omain), e(num), r(ange), m(ultirange), p(seudo). */
	readonly kind: string;
	readonly category: string;
	readonly base: number;
	readonly modifier: number;
	readonly element: number;
	readonly subtype: number;
	readonly labels: readonly string[] | null;
	readonly attributes: readonly (readonly [type: number, modifier: number])[] | null;
}

const two = (n: number) => String(n % 100).padStart(2, '0');

/** What the n-th value of a base type looks like, where its name alone tells. */
const byName: Readonly<Record<string, (n: number) => string>> = {
	boolean: (n) => String(n % 2 === 1),
	uuid: (n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
	date: (n) => `2020-01-${two((n % 28) + 1)}`,
	'timestamp without time zone': (n) => `2020-01-${two((n % 28) + 1)} 10:00:00`,
	'timestamp with time zone': (n) => `2020-01-${two((n % 28) + 1)} 10:00:00Z`,
	'time without time zone': (n) => `${two(n % 24)}:00:00`,
	'time with time zone': (n) => `${two(n % 24)}:00:00Z`,
	interval: (n) => `${n} days`,
	json: (n) => `{"n": ${n}}`,
	jsonb: (n) => `{"n": ${n}}`,
	jsonpath: (n) => `$.n${n}`,
	xml: (n) => `<n>${n}</n>`,
	bytea: (n) => `\\x${two(n)}`,
	inet: (n) => `10.0.0.${n % 256}`,
	cidr: (n) => `10.0.${n % 256}.0/24`,
	macaddr: (n) => `08:00:2b:01:02:${two(n)}`,
	macaddr8: (n) => `08:00:2b:01:02:03:04:${two(n)}`,
	point: (n) => `(${n},${n})`,
	line: (n) => `{${n},1,1}`,
	lseg: (n) => `[(0,0),(${n},${n})]`,
	box: (n) => `(${n},${n}),(0,0)`,
	path: (n) => `((0,0),(${n},${n}))`,
	polygon: (n) => `((0,0),(1,1),(${n},0))`,
	circle: (n) => `<(0,0),${n}>`,
	tsvector: (n) => `word${n}`,
	tsquery: (n) => `word${n}`,
	pg_lsn: (n) => `0/${n}`,
	tid: (n) => `(0,${n})`,
	regclass: () => 'pg_class',
	regtype: () => 'integer',
	regproc: () => 'now',
	regprocedure: () => 'now()'
};

/** The n-th value of a type as an SQL expression. Values of one number fit each other whatever their types. */
export function valueOf(type: number, modifier: number, n: number, types: ReadonlyMap<number, Type>): string {
	const found = types.get(type);
	if (found === undefined) return `'${n}'`;
	const { name, kind, category, labels, attributes } = found;
	const typed = (text: string) => `'${text.replaceAll("'", "''")}'::${name}`;
	if (kind === 'd') return `${valueOf(found.base, found.modifier, n, types)}::${name}`;
	if (kind === 'e') return labels === null ? 'NULL' : typed(labels[(n - 1) % labels.length] ?? '');
	if (kind === 'c')
		return `ROW(${(attributes ?? []).map(([part, size]) => valueOf(part, size, n, types)).join()})::${name}`;
	if (kind === 'm') return typed('{}');
	if (kind === 'r')
		return `${name}(${valueOf(found.subtype, -1, n, types)}, ${valueOf(found.subtype, -1, n + 1, types)})`;
	if (found.element !== 0) return `ARRAY[${valueOf(found.element, -1, n, types)}]::${name}`;
	const known = byName[name];
	if (known !== undefined) return typed(known(n));
	if (name === 'bit' || name === 'bit varying') {
		const length = modifier > 0 ? modifier : 8;
		return `B'${n.toString(2).padStart(length, '0').slice(-length)}'`;
	}
	if (category === 'S') {
		const room = name === 'name' ? 60 : modifier > 4 ? modifier - 4 : Infinity;
		const text = `text ${n}`;
		return `'${text.length <= room && name !== '"char"' ? text : String(n % 10)}'`;
	}
	if (name === 'numeric' && modifier > 0) {
		const digits = (((modifier - 4) >> 16) & 0xffff) - ((modifier - 4) & 0x7ff);
		return digits > 0 ? String(n % 10 ** Math.min(digits, 9)) : '0';
	}
	return `'${n}'`;
}
