import fc from 'fast-check';
import { Dice } from './dice.ts';
import { edited, editNames, type EditName } from './edits.ts';
import { nothing, type Model } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

interface EditPlan {
	readonly name: EditName;
	readonly dice: readonly number[];
}

/** One try: a schema, rows in it, and what becomes of the schema. */
export interface Trial {
	readonly schema: readonly EditPlan[];
	readonly rows: readonly number[];
	readonly changes: readonly EditPlan[];
	/** Whether foreign keys are enforced while the rows come and the migration runs. */
	readonly foreignKeys: boolean;
}

const dice = fc.array(fc.nat(999), { maxLength: 30, size: 'max' });
const plan = (...names: readonly EditName[]): fc.Arbitrary<EditPlan> =>
	fc.record({ name: fc.constantFrom(...names), dice });

export const trials: fc.Arbitrary<Trial> = fc.record({
	schema: fc
		.tuple(
			fc.array(plan('addTable'), { minLength: 1, maxLength: 3, size: 'max' }),
			fc.array(plan(...editNames), { maxLength: 10, size: 'max' })
		)
		.map(([tables, others]) => [...tables, ...others]),
	rows: fc.array(fc.nat(999), { maxLength: 150, size: 'max' }),
	changes: fc.array(plan(...editNames), { minLength: 2, maxLength: 8, size: 'max' }),
	foreignKeys: fc.boolean()
});

/** The models before and after. */
export function modelsOf({ schema, changes }: Trial, words: Vocabulary): readonly [from: Model, to: Model] {
	const apply = (model: Model, plans: readonly EditPlan[]) =>
		plans.reduce((now, { name, dice: numbers }) => edited(now, name, new Dice(numbers), words), model);
	const from = apply(nothing, schema);
	return [from, apply(from, changes)];
}
