import type { ParseNode } from '../parser.ts';

/** A piece of syntax that not every version knows. */
export interface Syntax {
	/** The kind of node of the parse tree that it shows in. */
	readonly node: string;
	readonly what: string;
	/** The first major version that knows it. */
	readonly since: number;
	readonly instead: string;
	/** Whether a node of that kind has it; every one where this is absent. */
	readonly when?: (node: ParseNode, around: Around) => boolean;
	/** The words to underline, where they are not those at which the node begins. */
	readonly words?: readonly string[];
}

/** What a node stands in. */
export interface Around {
	/** The kinds of the nodes around it, the nearest first. */
	readonly kinds: readonly string[];
}

/** Whether a field of a node says this, in whatever letters. */
export function says(node: ParseNode, field: string, ...values: readonly string[]): boolean {
	const value = node[field];
	return typeof value === 'string' && values.includes(value.toLowerCase());
}

/** Whether a list among a node's fields has something in it. */
export function has(node: ParseNode, field: string): boolean {
	const value = node[field];
	return Array.isArray(value) ? value.length > 0 : value !== undefined;
}
