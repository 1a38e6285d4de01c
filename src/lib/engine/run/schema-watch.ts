import type { Dialect, SchemaObserver } from '../dialects/dialect.ts';
import type { Change } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import { emptyPatch, objectKey } from '../schema/model.ts';
import type { SchemaObject, SchemaPatch } from '../schema/model.ts';

/** What a step did to the schema. */
export interface SchemaStep {
	readonly patch: SchemaPatch;
	readonly reverse: SchemaPatch;
	readonly changes: readonly Change[];
}

/** What a step without statements does. */
export const nothingSeen: SchemaStep = { patch: emptyPatch, reverse: emptyPatch, changes: [] };

/** An observer that also tells what changed in words of `Change`; a look costs what has changed. */
export class SchemaWatch {
	readonly #observer: SchemaObserver;
	readonly #dialect: Dialect;
	readonly #known: Map<string, SchemaObject>;

	constructor(observer: SchemaObserver, dialect: Dialect) {
		this.#observer = observer;
		this.#dialect = dialect;
		this.#known = new Map(observer.schema.objects.map((object) => [objectKey(object), object]));
	}

	/**
	 * What changed since the last look, also where the last look saw what has been rolled back since. `statements`
	 * are those that ran in between: what they rename is told as a rename.
	 */
	async look(statements: readonly { readonly sql: string }[] = []): Promise<SchemaStep> {
		const patch = await this.#observer.look();
		const keys = new Set([...patch.unset, ...patch.set.map(objectKey)]);
		const before = [...keys].flatMap((key) => this.#known.get(key) ?? []);
		const unset = [...keys].filter((key) => !this.#known.has(key));
		for (const key of patch.unset) this.#known.delete(key);
		for (const object of patch.set) this.#known.set(objectKey(object), object);
		// Only the objects that differ are compared; the others are equal by the observer's promise.
		const changes = compareSchemas(
			{ objects: sorted(before) },
			{ objects: sorted(patch.set) },
			{ renames: this.#dialect.renamesIn?.(statements.map(({ sql }) => sql)) ?? [] }
		);
		return { patch, reverse: { set: before, unset }, changes };
	}
}

function sorted(objects: readonly SchemaObject[]): readonly SchemaObject[] {
	return objects.toSorted((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}
