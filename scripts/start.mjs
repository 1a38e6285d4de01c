/**
 * `npm start`: installs, builds and serves, doing only what is still to be done.
 * Written so that an old Node can read it far enough to be told that it is too old.
 */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(
		`Updown needs Node 20.19 or newer; this is Node ${process.versions.node}. Get it from https://nodejs.org.`
	);
	process.exit(1);
}

const { main } = await import('./terminal.mjs');
const { startSite } = await import('./start-site.mjs');
await main(() => startSite(process.argv.slice(2)));
