/** Gets the packages where they are not there yet, or not those of the lockfile. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, npm, root, step } from './terminal.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(file) {
	return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * Whether node_modules holds what the lockfile says. npm writes what it installed into
 * `node_modules/.package-lock.json`; packages for other systems are optional and may be missing.
 * @param {string} folder the repository's folder
 */
function isInstalled(folder) {
	const installedFile = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(installedFile)) return false;
	const installed = packagesOf(installedFile);
	return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(([path, locked]) => {
		if (path === '') return true;
		const present = installed[path];
		if (present === undefined) return locked.optional === true;
		return present.version === locked.version && present.integrity === locked.integrity;
	});
}

/** Installs the packages of the lockfile, if they are not there. Throws `Stop` with what to do where that fails. */
export async function ensureInstalled() {
	if (isInstalled(root)) return;
	const { code } = await step('Getting the packages (once; about a minute)', () =>
		npm(['ci', '--no-audit', '--no-fund'])
	);
	if (code === 127) {
		throw new Stop('npm is not there. It comes with Node from nodejs.org; on Debian: apt-get install npm');
	}
	if (code !== 0) {
		throw new Stop(
			[
				'The packages could not be installed; npm says why above.',
				'Most often this machine cannot reach the package registry: check the network, or the proxy',
				'in `npm config get proxy`, then run the same command again.'
			].join('\n')
		);
	}
}
