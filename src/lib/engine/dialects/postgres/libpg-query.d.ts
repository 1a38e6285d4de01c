/** PostgreSQL's parser as the package brings it; its own types know only the wrapper around it. */
declare module 'libpg-query/wasm/libpg-query.js' {
	/** The part of the WebAssembly module that is used here. */
	export interface PgQuery {
		_malloc(length: number): number;
		_free(pointer: number): void;
		_wasm_parse_query_raw(text: number): number;
		_wasm_free_parse_result(result: number): void;
		getValue(pointer: number, type: 'i32'): number;
		UTF8ToString(pointer: number): string;
		stringToUTF8(text: string, pointer: number, room: number): void;
		lengthBytesUTF8(text: string): number;
	}

	/** Starts the module, which reads its own file where it can; `instantiateWasm` does it in its place. */
	export default function load(options?: {
		readonly instantiateWasm?: (imports: object, done: (instance: object) => void) => void;
	}): Promise<PgQuery>;
}
