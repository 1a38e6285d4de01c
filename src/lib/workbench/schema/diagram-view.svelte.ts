import { wordsOf } from '../errors.ts';
import { Latest } from '../rows/latest.ts';
import { LayoutClient } from './layout-client.ts';
import type { LayoutReply, LayoutRequest } from './diagram-layout.ts';
import { sizeTable, type SizedTable } from './diagram-size.ts';
import type { Diagram } from './diagram.ts';

/** A diagram with the places of its tables: what is drawn always fits together. */
export interface PlacedDiagram {
	readonly diagram: Diagram;
	readonly sized: ReadonlyMap<string, SizedTable>;
	readonly layout: LayoutReply;
}

interface Question {
	readonly diagram: Diagram;
	readonly sized: ReadonlyMap<string, SizedTable>;
	readonly request: LayoutRequest;
	/** Two questions with the same key have the same answer. */
	readonly key: string;
}

/** Lays diagrams out in the worker, the newest one winning; the last picture stays until the next is ready. */
export class DiagramView {
	#placed = $state.raw<PlacedDiagram>();
	#error = $state.raw<string>();
	#key = '';
	readonly #client = new LayoutClient();
	readonly #latest = new Latest<Question, LayoutReply>(
		(question) => this.#client.layOut(question.request),
		({ question, answer, error }) => {
			if (answer === undefined) {
				this.#error = wordsOf(error);
				return;
			}
			this.#error = undefined;
			this.#key = question.key;
			this.#placed = { diagram: question.diagram, sized: question.sized, layout: answer };
		}
	);

	get placed(): PlacedDiagram | undefined {
		return this.#placed;
	}

	get error(): string | undefined {
		return this.#error;
	}

	/** Shows this diagram as soon as it is laid out; at once where only its paint differs. */
	show(diagram: Diagram): void {
		const sized = new Map(diagram.tables.map((table) => [table.name, sizeTable(table)]));
		const request: LayoutRequest = {
			boxes: [...sized].map(([name, { width, height }]) => ({ name, width, height })),
			arrows: diagram.edges.map(({ id, from, to }) => ({ id, from, to }))
		};
		const key = JSON.stringify(request);
		const layout = this.#placed?.layout;
		if (layout !== undefined && key === this.#key) {
			// A layout that is on its way is for an older diagram.
			this.#latest.forget();
			this.#placed = { diagram, sized, layout };
		} else this.#latest.ask({ diagram, sized, request, key });
	}

	end(): void {
		this.#latest.end();
		this.#client.end();
	}
}
