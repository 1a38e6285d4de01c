/**
 * Which modules share a script. Left to itself the bundler makes one for every set of pages and lazy parts that some modules
 * are needed by: seventy for the playground's first screen, most of them smaller than what it takes to ask for one.
 */

/** @typedef {import('rolldown').PluginContext} PluginContext */

/** What every page loads, beside its own. */
const always = 'app';

/** A page by its module's path, with the name of its script. */
const pages = [
	{ path: '/src/routes/+page.svelte', name: 'front' },
	{ path: '/src/routes/play/+page.svelte', name: 'play' }
];

/** A library that is one list of all its parts: what of it only lazy parts use, though the list names it for every page. */
const usedLater = /\/bits-ui\/dist\/bits\/command\//;

const isStyle = /\.css(?:$|\?)/;

/**
 * A plugin that puts together what is loaded together: what every page needs, what both pages need, what one page needs,
 * and of each these styles. What comes later stays in scripts of its own.
 * @returns {import('vite').Plugin}
 */
export function groupedChunks() {
	/** @type {ReadonlyMap<string, string>} */
	let groups = new Map();
	const group = { debugName: 'pages', name: (/** @type {string} */ id) => groups.get(id) ?? null };
	return {
		name: 'updown:chunks',
		apply: 'build',
		configEnvironment: (name) =>
			name === 'client'
				? { build: { rollupOptions: { output: { codeSplitting: { groups: [group] } } } } }
				: undefined,
		buildEnd() {
			if (this.environment.config.consumer === 'client') groups = groupsOf(this);
		}
	};
}

/**
 * @param {PluginContext} context
 * @returns {ReadonlyMap<string, string>}
 */
function groupsOf(context) {
	const ids = [...context.getModuleIds()];
	const found = pages.map(({ path, name }) => {
		const id = ids.find((each) => each.endsWith(path));
		if (id === undefined)
			throw new Error(`The site has no page ${path}: scripts/chunks.mjs names its pages.`);
		return { name, id, now: reached(context, [id], false), ever: reached(context, [id], true) };
	});
	const entries = ids.filter((id) => context.getModuleInfo(id)?.isEntry === true);
	const common = reached(
		context,
		entries.filter((id) => !pageOf(context, id, found)),
		false
	);
	/** @type {Map<string, string>} */
	const groups = new Map();
	for (const id of ids) {
		if (usedLater.test(id)) continue;
		if (common.has(id)) {
			groups.set(id, always);
			continue;
		}
		const later = found.filter(({ ever }) => ever.has(id));
		// A page asks for the styles of its lazy parts at once, each in a file.
		const needed = isStyle.test(id) ? later : found.filter(({ now }) => now.has(id));
		if (needed.length === 0) continue;
		const names = needed.map(({ name }) => name).join('-');
		// Where the other page comes to need it, it must not load all of this one.
		groups.set(id, later.length > needed.length ? `${names}-and-later` : names);
	}
	return groups;
}

/**
 * Whether an entry is that of a page.
 * @param {PluginContext} context
 * @param {string} entry
 * @param {readonly { readonly id: string }[]} found
 */
function pageOf(context, entry, found) {
	const imports = context.getModuleInfo(entry)?.importedIds ?? [];
	return found.some(({ id }) => imports.includes(id));
}

/**
 * What these modules import, with themselves; with `lazily` also what they come to import.
 * @param {PluginContext} context
 * @param {readonly string[]} from
 * @param {boolean} lazily
 */
function reached(context, from, lazily) {
	const all = new Set(from);
	for (const id of all) {
		const info = context.getModuleInfo(id);
		for (const next of info?.importedIds ?? []) all.add(next);
		if (lazily) for (const next of info?.dynamicallyImportedIds ?? []) all.add(next);
	}
	return all;
}
