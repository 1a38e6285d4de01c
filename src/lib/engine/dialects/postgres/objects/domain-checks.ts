import { objectKey, type Definition } from '../../../schema/model.ts';
import { commentOn } from '../comments.ts';
import { identifier } from '../identifier.ts';
import { namePartsOf, suffixed } from '../object-names.ts';
import type { Step } from '../step.ts';
import { list, text } from './records.ts';

/** A check, as a property of its domain. */
export type Check = {
	readonly name: string;
	/** From CHECK on, with NOT VALID at its end where rows may break it. */
	readonly definition: string;
	readonly comment?: string;
};

/** The checks of a domain. */
export function checksOf(domain: Definition): readonly Check[] {
	return list(domain, 'checks') as readonly Check[];
}

/** Whether there may be values that break a check. */
export function unproved(definition: string): boolean {
	return definition.endsWith(' NOT VALID');
}

/** The name of a domain's NOT NULL that nobody has named. */
export function usual(domain: string): string {
	return identifier(suffixed(namePartsOf(domain).name, '_not_null'));
}

/** The checks that are there already under another name and need not be proved again, by the name they get. */
function renamedChecks(from: Definition, to: Definition): ReadonlyMap<string, Check> {
	const wanted = new Map(checksOf(to).map((check) => [check.name, check]));
	const left = checksOf(from).filter(({ name, definition }) => {
		const twin = wanted.get(name)?.definition;
		return twin !== definition && definition !== `${twin ?? ''} NOT VALID`;
	});
	const known = new Set(checksOf(from).map(({ name }) => name));
	const found = new Map<string, Check>();
	for (const { name, definition } of wanted.values()) {
		const at = known.has(name) ? -1 : left.findIndex((old) => old.definition === definition);
		const [old] = at < 0 ? [] : left.splice(at, 1);
		if (old) found.set(name, old);
	}
	return found;
}

/** Steps that turn the checks of one domain into those of another; `alter` makes one of an action. */
export function checkSteps(from: Definition, to: Definition, alter: (sql: string) => Step): readonly Step[] {
	const renamed = renamedChecks(from, to);
	const left = new Map(checksOf(from).map((check) => [check.name, check]));
	const renames: Step[] = [];
	const steps: Step[] = [];
	const added: Step[] = [];
	for (const { name, definition } of checksOf(to)) {
		const old = renamed.get(name) ?? left.get(name);
		if (old?.name !== name && old !== undefined)
			renames.push(alter(`RENAME CONSTRAINT ${old.name} TO ${name}`));
		else if (old?.definition === `${definition} NOT VALID`) steps.push(alter(`VALIDATE CONSTRAINT ${name}`));
		else if (old?.definition !== definition) {
			added.push(alter(`ADD CONSTRAINT ${name} ${definition}`));
			continue;
		}
		left.delete(old?.name ?? '');
	}
	const dropped = [...left.keys()].map((name) => alter(`DROP CONSTRAINT ${name}`));
	return [...steps, ...renames, ...dropped, ...added];
}

/** Steps that say what the conditions of a domain are for, or no longer say it. */
export function constraintComments(from: Definition | undefined, to: Definition): readonly Step[] {
	const before = new Map((from ? checksOf(from) : []).map((check) => [check.name, check]));
	const renamed = from ? renamedChecks(from, to) : new Map<string, Check>();
	const steps: Step[] = [];
	const say = (name: string, comment: string | undefined) =>
		steps.push(commentOn(`CONSTRAINT ${name} ON DOMAIN ${to.name}`, comment, objectKey(to)));
	for (const { name, definition, comment } of checksOf(to)) {
		const old = renamed.get(name) ?? before.get(name);
		const kept = old?.definition === definition || old?.definition === `${definition} NOT VALID`;
		if ((kept ? old?.comment : undefined) !== comment) say(name, comment);
	}
	const { notNull } = to.properties;
	const comment = text(to, 'notNullComment');
	const kept = from?.properties.notNull === notNull ? from && text(from, 'notNullComment') : undefined;
	if (notNull !== undefined && kept !== comment)
		say(typeof notNull === 'string' ? notNull : usual(to.name), comment);
	return steps;
}
