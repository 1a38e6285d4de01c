/** What `npm start` does once the Node is new enough. */

import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { basePath, networkAddresses, startServer } from './serve.mjs';
import { Stop, bold, say, soft } from './terminal.mjs';

const usage = `npm start [-- options]

  --port N   the port to serve on (default 4173, or the next free one)
  --host H   the address to listen on (default 127.0.0.1; 0.0.0.0 lets other machines in the room see it)

BASE_PATH=/updown npm start serves below that path.`;

const firstPort = 4173;
const portsTried = 20;

/** @param {readonly string[]} args */
function optionsOf(args) {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: {
				port: { type: 'string' },
				host: { type: 'string', default: '127.0.0.1' },
				help: { type: 'boolean', short: 'h', default: false }
			}
		});
		return values;
	} catch (error) {
		throw new Stop(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
	}
}

/** @param {string | undefined} text */
function portOf(text) {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65535)
		throw new Stop(`--port ${text}: a port is a number from 0 to 65535.`);
	return port;
}

/**
 * Starts on the port asked for; where none was, on the first free one.
 * @param {string} host
 * @param {number | undefined} asked
 */
async function listen(host, asked) {
	const base = basePath();
	const ports = asked === undefined ? Array.from({ length: portsTried }, (_, i) => firstPort + i) : [asked];
	for (const port of ports) {
		try {
			const server = await startServer({ base, host, port });
			if (asked === undefined && port !== firstPort)
				say(soft(`  Port ${firstPort} is taken; using ${port}.`));
			return server;
		} catch (error) {
			const code = /** @type {NodeJS.ErrnoException} */ (error).code;
			if (code === 'EADDRINUSE') continue;
			if (code === 'EACCES') throw new Stop(`Port ${port} needs more rights. Try: npm start -- --port 8080`);
			if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
				throw new Stop(`This machine has no address ${host}. Try: npm start -- --host 0.0.0.0`);
			}
			throw error;
		}
	}
	throw new Stop(
		asked === undefined
			? `Ports ${firstPort} to ${firstPort + portsTried - 1} are all taken. Try: npm start -- --port 8080`
			: `Port ${asked} is taken by another program. Choose another: npm start -- --port ${asked + 1}`
	);
}

/**
 * Installs, builds, serves and prints the address; the process then lives until it is stopped.
 * @param {readonly string[]} args
 */
export async function startSite(args) {
	const { port, host, help } = optionsOf(args);
	if (help) {
		say(usage);
		return;
	}
	const asked = portOf(port);
	await ensureInstalled();
	await ensureBuilt();
	const server = await listen(host, asked);
	say(`\n  Updown is at ${bold(server.address)}`);
	if (host === '0.0.0.0' || host === '::') {
		for (const address of networkAddresses()) {
			say(`  In the network: http://${address}:${server.port}${basePath()}/`);
		}
		say(soft('  Browsers keep some abilities for https and localhost: docs/hosting.md says which.'));
	}
	say(soft('  Ctrl+C stops it.'));
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
		process.once(signal, () => void server.close().then(() => process.exit(0)));
	}
}
