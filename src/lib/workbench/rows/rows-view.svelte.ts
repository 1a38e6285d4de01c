import { untrack } from 'svelte';
import type { EngineClient, RowsPage, RowsRequest } from '../../worker/protocol.ts';
import { wordsOf } from '../errors.ts';
import { Latest } from './latest.ts';

/** Rows on one page. */
export const pageSize = 100;
/** A wait shorter than this is not worth a word: a flash of skeleton is worse than a moment of nothing. */
const patience = 300;

interface Wish {
	readonly request: RowsRequest;
	/** Of the database the answer is about. */
	readonly version: number;
}

/** What the rows pane looks at and what it has been told, with the newest wish always winning. */
export class RowsView {
	offset = $state(0);
	sort = $state.raw<RowsRequest['orderBy']>();
	fate = $state<RowsRequest['fate']>();
	search = $state('');

	#side = $state<RowsRequest['side']>('both');
	#page = $state.raw<{ wish: Wish; page: RowsPage }>();
	#wished = $state.raw<Wish>();
	/** Why it could not be had, in words. */
	#error = $state.raw<string>();
	#slow = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #latest: Latest<Wish, RowsPage>;

	readonly #comparable: () => boolean;

	/** `comparable` says whether there is a moment before to compare with. */
	constructor(client: () => Pick<EngineClient, 'rows'>, comparable: () => boolean) {
		this.#comparable = comparable;
		this.#latest = new Latest(
			(wish) => client().rows(wish.request),
			({ question, answer, error }) => {
				this.#settle();
				if (answer === undefined) {
					this.#error = wordsOf(error);
					return;
				}
				this.#error = undefined;
				if (answer.rows.length === 0 && answer.total > 0 && question.request.offset > 0) {
					// The table shrank below this page.
					this.offset = Math.floor((answer.total - 1) / pageSize) * pageSize;
				}
				this.#page = { wish: question, page: answer };
			}
		);
	}

	/** What was chosen; only the table as it is now where there is nothing to compare with. */
	get side(): RowsRequest['side'] {
		return this.#comparable() ? this.#side : 'after';
	}

	set side(side: RowsRequest['side']) {
		this.#side = side;
		this.offset = 0;
	}

	/** Starts anew for another table: its first page, unsorted, unfiltered. */
	reset(): void {
		this.offset = 0;
		this.sort = undefined;
		this.fate = undefined;
		this.search = '';
	}

	/** Asks for what is being looked at. */
	wish(table: string, version: number): void {
		const request: RowsRequest = {
			table,
			offset: this.offset,
			limit: pageSize,
			side: this.side,
			...(this.sort === undefined ? {} : { orderBy: this.sort }),
			...(this.fate === undefined || this.side !== 'both' ? {} : { fate: this.fate }),
			...(this.search.trim() === '' ? {} : { search: this.search.trim() })
		};
		const wish = { request, version };
		this.#wished = wish;
		if (this.#timer === undefined) this.#timer = setTimeout(() => (this.#slow = true), patience);
		// Not read back from the state: an effect that calls this would then wait for itself.
		untrack(() => this.#latest.ask(wish));
	}

	/** Asks the same again, after an error. */
	again(): void {
		if (this.#wished !== undefined) this.wish(this.#wished.request.table, this.#wished.version);
	}

	/** What is known of `table`; undefined until its first answer. Rows of another table are never shown under its name. */
	pageOf(table: string): RowsPage | undefined {
		const known = this.#page;
		if (known === undefined || known.wish.request.table !== table) return undefined;
		return known.wish.request.side === this.side ? known.page : undefined;
	}

	/** The request the shown page answers. */
	get answered(): RowsRequest | undefined {
		return this.#page?.wish.request;
	}

	/** Whether an answer is awaited. */
	get busy(): boolean {
		return this.#wished !== undefined && this.#error === undefined && this.#page?.wish !== this.#wished;
	}

	/** Whether it has been awaited long enough to say so. */
	get slow(): boolean {
		return this.busy && this.#slow;
	}

	/** Whether the shown page is still of an earlier moment, which has been so long enough to say so. */
	get isStale(): boolean {
		return this.slow && this.#page?.wish.version !== this.#wished?.version;
	}

	get error(): string | undefined {
		return this.#error;
	}

	/** Hears nothing any more. */
	end(): void {
		this.#latest.end();
		this.#settle();
	}

	#settle(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#slow = false;
	}
}
