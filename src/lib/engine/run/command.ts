/** A command that changes which revisions the database is at, as a plain value. */
export type RunCommand =
	| { readonly kind: 'upgrade'; readonly target: string }
	| { readonly kind: 'downgrade'; readonly target: string }
	| { readonly kind: 'stamp'; readonly targets: readonly string[]; readonly purge: boolean };
