import type { Dialect, SchemaObserver } from '../dialects/dialect.ts';
import { objectKey } from '../schema/model.ts';
import type { SchemaObject } from '../schema/model.ts';
import type { SchemaStep } from '../schema/schema-step.ts';
import { changesSeen } from './changes-seen.ts';

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
		const before: SchemaObject[] = [];
		const unset: string[] = [];
		const replace = (key: string, object: SchemaObject | undefined) => {
			const old = this.#known.get(key);
			if (old) before.push(old);
			else unset.push(key);
			if (object) this.#known.set(key, object);
			else this.#known.delete(key);
		};
		for (const key of patch.unset) replace(key, undefined);
		for (const object of patch.set) replace(objectKey(object), object);
		const renames = this.#dialect.renamesIn?.(statements.map(({ sql }) => sql)) ?? [];
		// Only the objects that differ are compared; the others are equal by the observer's promise.
		const [from, to] = [{ objects: sorted(before) }, { objects: sorted(patch.set) }];
		const changes = changesSeen(this.#dialect, from, to, renames);
		return { patch, reverse: { set: before, unset }, changes };
	}
}

function sorted(objects: readonly SchemaObject[]): readonly SchemaObject[] {
	if (objects.length < 2) return objects;
	return objects.toSorted((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}
