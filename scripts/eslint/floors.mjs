/**
 * The floors of DESIGN, as a lint rule: an import points down or stays on its floor.
 * `docs/architecture.md` says what each floor is for.
 */

import { dirname, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From the roof to the cellar. A file belongs to the floor with the longest path that its own starts with. */
const floors = [
	['src/routes/'],
	['src/lib/workbench/'],
	['src/lib/projects/'],
	['src/lib/formats/'],
	['src/lib/worker/'],
	['src/lib/python/'],
	['src/lib/command-line/'],
	// What stands at the top of the engine is its public list.
	['src/lib/engine/'],
	['src/lib/engine/run/'],
	['src/lib/engine/rows/'],
	// What a page of rows is, what became of a table and which rows are at fault are plain values that each dialect gives.
	[
		'src/lib/engine/dialects/',
		'src/lib/engine/database.ts',
		'src/lib/engine/statement-effects.ts',
		'src/lib/engine/rows/rows.ts',
		'src/lib/engine/rows/row-watch.ts',
		'src/lib/engine/rows/table-fates.ts',
		'src/lib/engine/rows/value-marks.ts',
		'src/lib/engine/rows/passing.ts',
		'src/lib/engine/rows/count-rows.ts',
		'src/lib/engine/rows/row-numbers.ts',
		'src/lib/engine/rows/culprits.ts',
		'src/lib/engine/rows/edge-values.ts'
	],
	// The ledger's entry is a plain value that each dialect writes and reads.
	['src/lib/engine/schema/', 'src/lib/engine/migration/', 'src/lib/engine/run/ledger-entry.ts'],
	[
		'src/lib/engine/text/',
		'src/lib/engine/problem.ts',
		'src/lib/engine/clock.ts',
		'src/lib/engine/group-by.ts',
		'src/lib/engine/min-heap.ts'
	],
	// The look knows nothing of migrations.
	['src/lib/look/']
];

/** Only what shows something may use the look. */
const usersOfTheLook = ['src/routes/', 'src/lib/workbench/', 'src/lib/look/'];

/**
 * Folders whose subfolders each hold one of a kind: only the registry beside them may name one, so that
 * deleting one breaks one line.
 */
const kinds = [
	{ folder: 'src/lib/engine/dialects/', registry: 'src/lib/engine/dialects/registry.ts' },
	{ folder: 'src/lib/formats/', registry: 'src/lib/formats/registry.ts' }
];

/** Packages that a floor may use; a floor that is not listed may use any. */
const packages = [
	{ folder: 'src/lib/engine/dialects/sqlite/', allowed: ['sql.js'] },
	{ folder: 'src/lib/engine/dialects/postgres/', allowed: ['@electric-sql/pglite', 'libpg-query'] },
	{ folder: 'src/lib/engine/', allowed: ['@noble/hashes'] },
	{ folder: 'src/lib/command-line/', allowed: [] }
];

/**
 * @param {string} path from the repository's folder, with `/`
 * @returns {{ level: number, floor: string } | undefined} undefined outside of the house
 */
function floorOf(path) {
	let found;
	for (const [level, paths] of floors.entries()) {
		for (const floor of paths) {
			if (path.startsWith(floor) && (found === undefined || floor.length > found.floor.length)) {
				found = { level, floor };
			}
		}
	}
	return found;
}

/**
 * The file an import means, from the repository's folder; undefined for a package.
 * @param {string} from
 * @param {string} source
 */
function targetOf(from, source) {
	const bare = source.replace(/\?.*$/, '');
	if (bare.startsWith('.')) return posix.normalize(posix.join(dirname(from), bare));
	if (bare === '$lib' || bare.startsWith('$lib/'))
		return posix.normalize(`src/lib${bare.slice('$lib'.length)}`);
	return undefined;
}

/**
 * @param {string} path
 * @param {(typeof kinds)[number]} kind
 */
function memberOf(path, { folder }) {
	const [name, rest] = path.startsWith(folder) ? path.slice(folder.length).split('/') : [];
	return rest === undefined ? undefined : name;
}

/**
 * What is wrong with `from` importing `source`; undefined where nothing is.
 * @param {string} from
 * @param {string} source
 */
function complaint(from, source) {
	const here = floorOf(from);
	if (here === undefined) return undefined;
	const target = targetOf(from, source);
	if (target === undefined) {
		const limit = packages.find(({ folder }) => from.startsWith(folder));
		if (limit === undefined) return undefined;
		const allowed = packages.filter(({ folder }) => from.startsWith(folder)).flatMap((each) => each.allowed);
		return allowed.some((name) => source === name || source.startsWith(`${name}/`))
			? undefined
			: `${limit.folder} is headless and may not use "${source}".`;
	}
	const there = floorOf(target);
	if (there === undefined) {
		return target.startsWith('src/') || target.startsWith('content/') || target.startsWith('static/')
			? undefined
			: `"${source}" lies outside of what is shipped.`;
	}
	if (there.level < here.level) return `${here.floor} may not look up to ${there.floor}.`;
	if (there.floor === 'src/lib/look/' && !usersOfTheLook.some((user) => from.startsWith(user))) {
		return `Only routes and workbench may use ${there.floor}.`;
	}
	for (const kind of kinds) {
		const member = memberOf(target, kind);
		if (member !== undefined && memberOf(from, kind) !== member && from !== kind.registry) {
			return `Only ${kind.registry} may name ${kind.folder}${member}/.`;
		}
	}
	return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const importsPointDown = {
	meta: {
		type: 'problem',
		docs: { description: 'An import points down or stays on its floor.' },
		messages: { floor: '{{complaint}} The floors are drawn in docs/architecture.md.' },
		schema: []
	},
	create(context) {
		const from = relative(root, context.filename).split(sep).join('/');
		const check = (/** @type {any} */ node) => {
			const source = node.source?.value;
			if (typeof source !== 'string') return;
			const found = complaint(from, source);
			if (found !== undefined) {
				context.report({ node: node.source, messageId: 'floor', data: { complaint: found } });
			}
		};
		return {
			ImportDeclaration: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			ImportExpression: check,
			TSImportType: check
		};
	}
};
