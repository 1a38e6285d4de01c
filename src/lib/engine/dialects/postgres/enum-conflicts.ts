import type { TransactionConflict } from '../dialect.ts';
import type { ParseNode } from './parser.ts';
import type { Statement } from './split.ts';

/**
 * Values added to an enumeration and used further down in the same section: PostgreSQL adds a value inside a
 * transaction, but lets nobody use it before that has ended. Where the type itself is made in the section its
 * values can be used at once.
 */
export function enumConflicts(statements: readonly Statement[]): readonly TransactionConflict[] {
	const made = new Set<string>();
	return statements.flatMap(({ start, end, parsed }, index) => {
		if (parsed?.kind === 'CreateEnumStmt') made.add(nameIn(parsed.node.typeName));
		if (parsed?.kind !== 'AlterEnumStmt') return [];
		const { newVal: value, oldVal: renamed, typeName } = parsed.node;
		if (typeof value !== 'string' || renamed !== undefined || made.has(nameIn(typeName))) return [];
		const added = { value, type: nameIn(typeName) };
		const user = statements.slice(index + 1).find((later) => uses(later, added));
		if (!user) return [];
		return [
			{
				start: user.start,
				end: user.end,
				severity: 'error' as const,
				code: 'enum-value-used',
				message: `This statement uses '${value}', which the same step adds to ${nameIn(typeName)}: PostgreSQL lets nobody use a new value before the transaction that adds it has ended.`,
				hint: 'Put ALTER TYPE … ADD VALUE into a migration of its own before this one, or write transaction:false after the migrate directive.'
			}
		].filter(() => start < user.start && end <= user.start);
	});
}

/** A value with the enumeration it is added to. */
interface Added {
	readonly value: string;
	readonly type: string;
}

function nameIn(name: unknown): string {
	return ((name ?? []) as readonly { readonly String?: { readonly sval?: string } }[])
		.map(({ String: part }) => part?.sval ?? '')
		.join('.');
}

/** Statements that only say what values there are do not use them. */
function uses({ parsed }: Statement, added: Added): boolean {
	if (parsed === undefined || parsed.kind === 'AlterEnumStmt' || parsed.kind === 'CommentStmt') return false;
	// The body of a function is not run when it is made.
	if (parsed.kind === 'CreateFunctionStmt') return false;
	return mentions(parsed.node, added, parsed.kind === 'DoStmt');
}

function mentions(node: unknown, added: Added, inside: boolean): boolean {
	if (Array.isArray(node)) return node.some((each) => mentions(each, added, inside));
	if (typeof node !== 'object' || node === null) return false;
	return Object.entries(node as ParseNode).some(([key, each]) => {
		// A name, be it that of a column which is called as the value is; the body of DO is one as well.
		if (key === 'String' && !inside) return false;
		if (key === 'TypeCast' && isOfAnotherType(each as Cast, added)) return false;
		return key === 'sval' && typeof each === 'string'
			? each === added.value || (inside && each.includes(`'${added.value}'`))
			: mentions(each, added, inside);
	});
}

interface Cast {
	readonly arg?: { readonly A_Const?: unknown };
	readonly typeName?: { readonly names?: unknown };
}

/** Whether a constant is said to be of another type than the enumeration: `'a'::text`. */
function isOfAnotherType({ arg, typeName }: Cast, { type }: Added): boolean {
	const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
	return arg?.A_Const !== undefined && last(nameIn(typeName?.names)) !== last(type);
}
