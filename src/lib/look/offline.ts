/** Where an answer is kept, and whether what is kept comes before the network or after it. */
export interface Shelf {
	readonly name: string;
	readonly first: 'kept' | 'network';
}

/**
 * Answers a request from its shelf or from the network, and puts what the network gave on the shelf. Rejects as `fetch` does
 * where neither has it.
 */
export async function answered(request: Request, { name, first }: Shelf): Promise<Response> {
	const cache = await caches.open(name);
	// The address of a page says which project is open; the page is the same.
	const kept = () => cache.match(request, { ignoreSearch: first === 'network' });
	if (first === 'kept') return (await kept()) ?? fetched(request, cache);
	try {
		return await fetched(request, cache);
	} catch (error) {
		const old = await kept();
		if (old) return old;
		throw error;
	}
}

async function fetched(request: Request, cache: Cache): Promise<Response> {
	const response = await fetch(request);
	// A full disk is no reason to go without the answer.
	if (response.status === 200) cache.put(request, response.clone()).catch(() => undefined);
	return response;
}

/** Milliseconds after the page has loaded: what a person came for comes first. */
const later = 4000;

/** Registers the service worker once the page has nothing better to do; nothing where the browser has none. */
export function keepForOffline(address: string): void {
	if (!('serviceWorker' in navigator)) return;
	const register = () => {
		// A browser may refuse, e.g. in a private window: the site works without.
		navigator.serviceWorker.register(address).catch(() => undefined);
	};
	const whenIdle = () => ('requestIdleCallback' in window ? requestIdleCallback(register) : register());
	const wait = () => setTimeout(whenIdle, later);
	if (document.readyState === 'complete') wait();
	else addEventListener('load', wait, { once: true });
}
