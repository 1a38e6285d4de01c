import { layOut, type LayoutRequest } from './diagram-layout.ts';

/** Layout off the page's thread: a hundred tables take longer than a frame. */
self.onmessage = (event: MessageEvent<{ id: number; request: LayoutRequest }>) => {
	const { id, request } = event.data;
	self.postMessage({ id, reply: layOut(request) });
};
