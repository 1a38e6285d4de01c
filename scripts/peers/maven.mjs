/** Artifacts from Maven, got by its own client into `.cache/peers/jars/` and held to a pinned sum. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../terminal.mjs';

const downloads = join(root, '.cache', 'peers', 'jars');

/**
 * @typedef {object} Artifact
 * @property {string} group
 * @property {string} name
 * @property {string} version
 * @property {string} sha256
 */

/**
 * Gets the jar where it is not there yet. Throws with the reason where it cannot be had.
 * @param {Artifact} artifact
 * @returns {Promise<string>} where it lies
 */
export async function ensureJar({ group, name, version, sha256 }) {
	const jar = join(downloads, `${name}-${version}.jar`);
	if (!existsSync(jar)) {
		mkdirSync(downloads, { recursive: true });
		const { code, output } = await run(
			'mvn',
			[
				'--quiet',
				'--batch-mode',
				'org.apache.maven.plugins:maven-dependency-plugin:2.8:copy',
				`-Dartifact=${group}:${name}:${version}:jar`,
				`-DoutputDirectory=${downloads}`
			],
			{ cwd: downloads, quiet: true, timeoutMs: 600_000 }
		);
		if (code === 127) throw new Error('Maven is not on this machine');
		if (code !== 0) throw new Error(`Maven could not get it: ${output.trim().split('\n').at(-1) ?? ''}`);
	}
	const sum = createHash('sha256').update(readFileSync(jar)).digest('hex');
	if (sum !== sha256) throw new Error(`its sha256 is ${sum}, not the one that was pinned`);
	return jar;
}
