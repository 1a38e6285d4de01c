/** A dialog that a command asks for; each is loaded when it is first opened. */
export type DialogRequest =
	| { readonly kind: 'newMigration'; readonly from: 'empty' | 'schema' }
	| { readonly kind: 'merge' }
	| { readonly kind: 'renameFile'; readonly name: string }
	| { readonly kind: 'renameProject' }
	| { readonly kind: 'edited'; readonly revision: string }
	| { readonly kind: 'keys' }
	| { readonly kind: 'palette'; readonly search: string }
	| { readonly kind: 'import' };
