import { DatabaseError, type Database } from '../../../src/lib/engine/index.ts';
import { tidied, type Model } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';
import { written } from './write.ts';

/** A model that the database takes, and the statements that make it. */
export interface Settled {
	readonly model: Model;
	readonly statements: readonly string[];
}

/** Makes a model in an empty database, without what the database refuses. */
export async function settled(model: Model, database: Database, words: Vocabulary): Promise<Settled> {
	const refused = new Set<number>();
	const statements: string[] = [];
	for (const { id, sql } of written(model, words)) {
		if (refused.has(id)) continue;
		try {
			await database.execute(sql);
			statements.push(sql);
		} catch (error) {
			if (!(error instanceof DatabaseError)) throw error;
			refused.add(id);
		}
	}
	const left = (things: Model['tables']) =>
		things
			.filter(({ id }) => !refused.has(id))
			.map((table) => ({ ...table, rules: table.rules.filter(({ id }) => !refused.has(id)) }));
	const accepted = {
		...model,
		tables: left(model.tables),
		standing: model.standing.filter(({ id }) => !refused.has(id))
	};
	return { model: refused.size === 0 ? model : tidied(accepted), statements };
}
