/**
 * What floats above the page and closes with Escape, when it is open. Completions of an editor are not among them:
 * they come while one types, and whoever wants to stop something must not have to press twice.
 */
const floating = [
	'[role="dialog"]',
	'[role="alertdialog"]',
	'[role="menu"]',
	'[role="combobox"][aria-expanded="true"]',
	'[aria-haspopup="listbox"][aria-expanded="true"]'
].join(', ');

/** Whether this is an Escape for the page itself: nothing is open that would close with it first. */
export function escapesPage({ key, target }: KeyboardEvent): boolean {
	if (key !== 'Escape') return false;
	return !(target instanceof Element ? target.ownerDocument : document).querySelector(floating);
}
