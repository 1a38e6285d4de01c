import { objectKey, type Definition, type Schema, type Trigger } from '../../schema/model.ts';
import { names } from '../../text/names.ts';
import { descendantsOf, tableIn } from './objects/family.ts';
import { ownName } from './objects/triggers.ts';
import { namesIn } from '../../schema/text-names.ts';
import type { Step, WrittenRows } from './step.ts';

/** Something that a user has put there to run by itself. */
type Watcher = Trigger | Definition;

/** An UPDATE of a script with the triggers and rules that it makes run, by their names. */
export interface Fired extends WrittenRows {
	readonly watchers: readonly string[];
}

/** What the steps, which run in this order, make run of the user's own. */
export function firedBy(steps: readonly Step[], from: Schema, to: Schema): readonly Fired[] {
	if (!steps.some(({ writes }) => writes !== undefined)) return [];
	const there = watchersIn(from);
	const later = watchersIn(to);
	return steps.flatMap(({ writes, drops = [], creates = [], changes = [] }): readonly Fired[] => {
		for (const node of drops) there.delete(node);
		for (const node of [...creates, ...changes]) {
			const watcher = later.get(node);
			if (watcher) there.set(node, watcher);
		}
		if (writes === undefined) return [];
		const watchers = [...there.values()].filter((watcher) => isFired(watcher, writes, from));
		return watchers.length === 0 ? [] : [{ ...writes, watchers: watchers.map(shownName) }];
	});
}

/** The same in a sentence. */
export function firedInWords({ table, column, watchers }: Fired, who: string): string {
	return `${who} fills \`${column}\` of ${table} by an UPDATE, which runs ${names(watchers)}: turn off what must not run meanwhile.`;
}

function watchersIn(schema: Schema): Map<string, Watcher> {
	return new Map(
		schema.objects.flatMap((object): [string, Watcher][] =>
			object.kind === 'trigger' || (object.kind === 'rule' && 'properties' in object)
				? [[objectKey(object), object]]
				: []
		)
	);
}

function shownName(watcher: Watcher): string {
	return `the ${watcher.kind} ${watcher.kind === 'trigger' ? ownName(watcher) : watcher.name.slice(0, watcher.name.lastIndexOf(' on '))}`;
}

const asleep = new Set<unknown>(['DISABLE', 'ENABLE REPLICA']);

function isFired(watcher: Watcher, { table, column }: WrittenRows, schema: Schema): boolean {
	if (!('options' in watcher)) {
		const { definition, enabled } = watcher.properties;
		return (
			watcher.table === table &&
			!asleep.has(enabled) &&
			/ ON UPDATE\s+TO /.test(typeof definition === 'string' ? definition : '')
		);
	}
	const { definition, options } = watcher;
	if (options.partOf !== undefined || asleep.has(options.enabled)) return false;
	const [, of, level] = head.exec(definition) ?? [];
	if (of === undefined) return false;
	const isRow = level === 'ROW';
	if (watcher.table !== table && !(isRow && isAround(watcher.table, table, schema))) return false;
	return of === '' || namesIn(of).has(column.toLowerCase());
}

/** The columns that the UPDATE must name for a trigger to run, if any, and whether it runs for each row. */
const head =
	/^[A-Z ]*?(?:(?:INSERT|DELETE|TRUNCATE) OR )*UPDATE((?: OF (?:"(?:[^"]|"")*"|[^\s",]+)(?:, (?:"(?:[^"]|"")*"|[^\s",]+))*)?)(?: OR (?:INSERT|DELETE|TRUNCATE))* ON [^]*? FOR EACH (ROW|STATEMENT) /;

/** Whether a row of the one table may be a row of the other: the one stands above or below. */
function isAround(watched: string, table: string, schema: Schema): boolean {
	const below = (name: string, other: string) =>
		descendantsOf(schema, name).some((heir) => heir.name === other);
	// What stands over a child by inheritance does not see its rows.
	return (
		below(table, watched) ||
		(below(watched, table) && tableIn(schema, watched)?.options.partitionBy !== undefined)
	);
}
