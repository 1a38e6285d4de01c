/** The site has no Python. */
export class ToolsMissingError extends Error {
	/** @param why why there was none when the site was built, and what to do */
	constructor(why: string) {
		super(`This site was built without its Python tools: ${why}`);
		this.name = 'ToolsMissingError';
	}
}
