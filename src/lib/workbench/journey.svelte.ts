import type { Rename } from '../engine/schema/change.ts';
import { composedRenames } from '../engine/schema/composed-renames.ts';
import type { Schema } from '../engine/schema/model.ts';
import { reversedRenames } from '../engine/schema/rename-kinds.ts';
import { applyPatch } from '../engine/schema/patch.ts';
import type { Visit } from '../projects/project.ts';
import { base } from './timeline/layout.ts';

/** A version that the database has been at, as it was then. */
export interface Look {
	/** The station of the line: a revision, or `base`. */
	readonly station: string;
	readonly schema: Schema;
	/** How many steps had been taken then. */
	readonly steps: number;
	/** The step that led there; absent where the database began there. */
	readonly visit?: Visit;
}

/** What of the app it needs. */
interface Traveller {
	readonly project: { readonly frames: readonly Visit[] };
	readonly database: { readonly schema: Schema };
}

/** What a version is compared with if not with another station. */
export const previous = 'previous';
export const present = 'now';

/** The way the database has come, and what of it is being looked at. Looking touches no database. */
export class Journey {
	readonly #traveller: Traveller;
	#station = $state<string>();
	/** With which version that one is compared: the one before it, the present, or another station. */
	compared = $state<string>(previous);
	readonly #visits = $derived.by(() => visitsOf(this.#traveller.project.frames));
	/** The stations that can be looked at. */
	readonly stations = $derived([...this.#visits.keys()]);
	/** The version of the past that is looked at; undefined where it is the present. */
	readonly look = $derived.by(() => (this.#station === undefined ? undefined : this.#lookAt(this.#station)));
	/** The other version that it is compared with; undefined where that is the one before it. */
	readonly beside = $derived.by((): Look | undefined => {
		if (!this.look || this.compared === previous) return undefined;
		const { project, database } = this.#traveller;
		if (this.compared === present)
			return { station: present, schema: database.schema, steps: project.frames.length };
		return this.#lookAt(this.compared);
	});

	constructor(traveller: Traveller) {
		this.#traveller = traveller;
	}

	/** Looks at the last visit to a station; false, and the present, where there was none. */
	lookAt(station: string): boolean {
		const isKnown = this.#visits.has(station);
		this.#station = isKnown ? station : undefined;
		return isKnown;
	}

	/** Looks at the present again. */
	back(): void {
		this.#station = undefined;
		this.compared = previous;
	}

	#lookAt(station: string): Look | undefined {
		const visit = this.#visits.get(station);
		if (visit?.after === undefined) return undefined;
		const before = this.#traveller.project.frames.indexOf(visit);
		const isStart = station === base && visit.to.length > 0;
		return isStart
			? { station, schema: applyPatch(visit.after, visit.reverse), steps: before }
			: { station, schema: visit.after, steps: before + 1, visit };
	}

	/** What things were renamed on the way between two versions. */
	renames(from: Look, to: Look): readonly Rename[] {
		const [first, last] = [Math.min(from.steps, to.steps), Math.max(from.steps, to.steps)];
		const way = this.#traveller.project.frames.slice(first, last).map(({ changes }) => changes);
		const renames = composedRenames(way);
		return from.steps <= to.steps ? renames : reversedRenames(renames);
	}
}

/** The last visit to each station; of base, where nothing ever led back there, the visit that began there. */
function visitsOf(visits: readonly Visit[]): ReadonlyMap<string, Visit> {
	const found = new Map<string, Visit>();
	for (const visit of visits) {
		if (visit.after === undefined) continue;
		if (visit.from.length === 0 && !found.has(base)) found.set(base, visit);
		for (const station of visit.to.length === 0 ? [base] : visit.to) found.set(station, visit);
	}
	return found;
}

/** The schema before the step that led to a version; its own where none did. */
export function schemaBefore({ schema, visit }: Look): Schema {
	return visit ? applyPatch(schema, visit.reverse) : schema;
}
