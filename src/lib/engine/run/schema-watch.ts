import type { Dialect, SchemaObserver } from '../dialects/dialect.ts';
import type { Change, Rename } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import { objectKey } from '../schema/model.ts';
import type { SchemaObject, SchemaPatch } from '../schema/model.ts';
import { applyPatch } from '../schema/patch.ts';
import type { SchemaStep } from '../schema/schema-step.ts';
import { changesTold } from './changes-told.ts';

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

	/** Must be called in a step's transaction where its own `sql` comes next: a look after it is cheap then, where it changes no structure. */
	async stepBegins(sql: string): Promise<void> {
		await this.#observer.expectChanges?.(sql);
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
		const reverse = { set: before, unset };
		return { patch, reverse, changes: this.#changes(patch, reverse, renames) };
	}

	#changes(patch: SchemaPatch, reverse: SchemaPatch, renames: readonly Rename[]): readonly Change[] {
		const { renderer } = this.#dialect;
		if (renames.length > 0 && renderer.changes) {
			// What follows a rename may be anywhere.
			const now = this.#observer.schema;
			return changesTold(renderer, applyPatch(now, reverse), now, renames);
		}
		// Only the objects that differ are compared; the others are equal by the observer's promise.
		const alike = this.#tradedNames(patch, reverse, renames);
		return compareSchemas(
			{ objects: sorted([...reverse.set, ...alike]) },
			{ objects: sorted([...patch.set, ...alike]) },
			{ renames }
		);
	}

	/** Tables that only changed names among each other: of such as are alike, each looks like the one that was there. */
	#tradedNames(
		patch: SchemaPatch,
		reverse: SchemaPatch,
		renames: readonly Rename[]
	): readonly SchemaObject[] {
		const seen = new Set([...patch.set, ...reverse.set].map(objectKey));
		const names = new Set(renames.flatMap(({ kind, from, to }) => (kind === 'table' ? [from, to] : [])));
		return [...names].flatMap((name) => {
			const object = this.#known.get(objectKey({ kind: 'table', name }));
			return object && !seen.has(objectKey(object)) ? [object] : [];
		});
	}
}

function sorted(objects: readonly SchemaObject[]): readonly SchemaObject[] {
	if (objects.length < 2) return objects;
	return objects.toSorted((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}
