/**
 * Keeps what was loaded once, so that a project opens again without a network. Files that carry a hash of their content in
 * their name never change and come from what is kept; pages are asked for anew, and come from what is kept where nobody answers.
 */

import { base, build, files, prerendered, version } from '$service-worker';
import { answered, type Shelf } from './lib/look/offline.ts';

/** What is used here of a service worker: its own types and those of a page cannot stand in one program. */
interface ServiceWorker {
	readonly location: Location;
	readonly clients: { claim(): Promise<void> };
	addEventListener(kind: 'install' | 'activate', listener: (event: Lasting) => void): void;
	addEventListener(kind: 'fetch', listener: (event: Asked) => void): void;
}

interface Lasting {
	waitUntil(work: Promise<unknown>): void;
}

interface Asked {
	readonly request: Request;
	respondWith(answer: Promise<Response>): void;
}

const worker = globalThis as unknown as ServiceWorker;

/** Of all versions: a page of an earlier one may still be open and ask for its own. */
const parts = 'updown-parts';
const pages = `updown-pages-${version}`;

const kept = new Set(build);
const whole = [...prerendered, ...files];

worker.addEventListener('install', (event) => {
	event.waitUntil(caches.open(pages).then((cache) => cache.addAll(whole)));
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	const shelf: Shelf | undefined = url.pathname.startsWith(`${base}/_app/immutable/`)
		? { name: parts, first: 'kept' }
		: request.mode === 'navigate' || whole.includes(url.pathname)
			? { name: pages, first: 'network' }
			: undefined;
	if (shelf) event.respondWith(answered(request, shelf));
});

/** This version is in use only when no page of an earlier one is open any more. */
async function forgetOld(): Promise<void> {
	for (const name of await caches.keys()) {
		if (name.startsWith('updown-pages-') && name !== pages) await caches.delete(name);
	}
	const cache = await caches.open(parts);
	for (const request of await cache.keys()) {
		if (!kept.has(new URL(request.url).pathname)) await cache.delete(request);
	}
}
