/** What floats above the page and closes with Escape, when it is open. */
const floating = [
	'[role="dialog"]',
	'[role="alertdialog"]',
	'[role="menu"]',
	'.cm-tooltip-autocomplete',
	'[role="combobox"][aria-expanded="true"]',
	'[aria-haspopup="listbox"][aria-expanded="true"]'
].join(', ');

/** Whether this is an Escape for the page itself: nothing is open that would close with it first. */
export function escapesPage({ key, target }: KeyboardEvent): boolean {
	if (key !== 'Escape') return false;
	return !(target instanceof Element ? target.ownerDocument : document).querySelector(floating);
}
