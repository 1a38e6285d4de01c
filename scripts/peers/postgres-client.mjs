/**
 * As much of PostgreSQL's protocol as a test needs: one connection that runs SQL and reads the rows back. The
 * server's binaries bring no `psql`, and a package for a hundred lines would be one more to keep.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

import { connect } from 'node:net';

/** @typedef {{ host: string, port: number, user: string, database: string }} Address */
/** @typedef {Record<string, string | null>} Row every value as PostgreSQL writes it */
/** @typedef {{ rows: Row[] }} Result of one statement */

/** What the server refused, with its five-character code. */
export class ServerError extends Error {
	/** @param {Record<string, string>} fields by the protocol's one-letter names */
	constructor(fields) {
		super(fields.M ?? 'the server gave no reason');
		this.code = fields.C ?? '';
		/** In characters from 1, where the server says it. */
		this.position = fields.P === undefined ? undefined : Number(fields.P);
	}
}

/**
 * @param {string} kind one letter, or none for the first message
 * @param {Buffer} body
 */
function message(kind, body) {
	const head = Buffer.alloc(4);
	head.writeInt32BE(body.length + 4);
	return Buffer.concat([Buffer.from(kind), head, body]);
}

/** @param {Buffer} body */
function readFields(body) {
	/** @type {Record<string, string>} */
	const fields = {};
	for (const part of body.toString('utf8').split('\0'))
		if (part !== '') fields[part[0] ?? ''] = part.slice(1);
	return fields;
}

/** @param {Buffer} body */
function readColumnNames(body) {
	const names = [];
	let at = 2;
	for (let left = body.readInt16BE(0); left > 0; left--) {
		const end = body.indexOf(0, at);
		names.push(body.toString('utf8', at, end));
		at = end + 19;
	}
	return names;
}

/**
 * @param {Buffer} body
 * @param {readonly string[]} names
 * @returns {Row}
 */
function readRow(body, names) {
	/** @type {Row} */
	const row = {};
	let at = 2;
	for (const name of names) {
		const length = body.readInt32BE(at);
		at += 4;
		row[name] = length < 0 ? null : body.toString('utf8', at, at + length);
		at += Math.max(0, length);
	}
	return row;
}

/**
 * Connects with no password.
 * @param {Address} address
 */
export function connectPostgres({ host, port, user, database }) {
	const socket = connect({ host, port });
	/** @typedef {{ results: Result[], bytes: Buffer }} Answer the bytes are those of every message in it */
	/** @typedef {{ done: (answer: Answer) => void, failed: (error: unknown) => void, refusing: boolean }} Waiting */
	/** @type {Waiting[]} */
	const queue = [];
	/** @type {Buffer[]} */
	let messages = [];
	/** @type {Result[]} */
	let results = [];
	/** @type {Row[]} */
	let rows = [];
	/** @type {string[]} */
	let names = [];
	/** @type {unknown} */
	let refusal;
	let received = Buffer.alloc(0);
	let closed = false;

	/** @param {unknown} error */
	function end(error) {
		closed = true;
		for (const { failed } of queue.splice(0)) failed(error);
	}

	/**
	 * @param {string} kind
	 * @param {Buffer} body
	 */
	function take(kind, body) {
		if (kind === 'T') names = readColumnNames(body);
		else if (kind === 'D') rows.push(readRow(body, names));
		else if (kind === 'C') {
			results.push({ rows });
			rows = [];
		} else if (kind === 'E') refusal ??= new ServerError(readFields(body));
		else if (kind === 'R' && body.readInt32BE(0) !== 0) refusal ??= new Error('the server wants a password');
		else if (kind === 'G') socket.write(message('f', Buffer.from('there is nothing to copy in\0')));
		else if (kind === 'Z') {
			const waiting = queue.shift();
			if (refusal === undefined || waiting?.refusing === false) {
				waiting?.done({ results, bytes: Buffer.concat(messages) });
			} else waiting?.failed(refusal);
			[results, rows, refusal, messages] = [[], [], undefined, []];
		}
	}

	/**
	 * @param {Uint8Array} body
	 * @param {boolean} refusing whether what the server refuses is thrown
	 */
	const send = (body, refusing = true) =>
		/** @type {Promise<Answer>} */ (
			new Promise((done, failed) => {
				if (closed) return failed(new Error('the connection is closed'));
				queue.push({ done, failed, refusing });
				socket.write(body);
			})
		);

	socket.on('data', (chunk) => {
		received = Buffer.concat([received, chunk]);
		while (received.length >= 5) {
			const length = received.readInt32BE(1);
			if (received.length < length + 1) break;
			messages.push(received.subarray(0, length + 1));
			take(String.fromCharCode(received[0] ?? 0), received.subarray(5, length + 1));
			received = received.subarray(length + 1);
		}
	});
	socket.on('error', end);
	socket.on('close', () => end(refusal ?? new Error('the server closed the connection')));

	const greeting = Buffer.from(`\0\u0003\0\0user\0${user}\0database\0${database}\0\0`);
	const ready = send(message('', greeting));

	/**
	 * Runs SQL, one statement or several, and gives what each came to. Several are one transaction, unless they
	 * say BEGIN and COMMIT themselves.
	 * @param {string} sql
	 */
	async function exec(sql) {
		await ready;
		return (await send(message('Q', Buffer.from(`${sql}\0`)))).results;
	}

	return {
		/** Settles once the server lets us in, or not. */
		ready: ready.then(() => undefined),
		exec,
		/**
		 * The rows of the last statement.
		 * @param {string} sql
		 */
		query: async (sql) => (await exec(sql)).at(-1)?.rows ?? [],
		/**
		 * What the server answers to messages of the protocol, errors among it, up to where it waits for more.
		 * @param {Uint8Array} bytes
		 */
		exchange: async (bytes) => {
			await ready;
			return (await send(bytes, false)).bytes;
		},
		close: () =>
			/** @type {Promise<void>} */ (
				new Promise((done) => {
					if (socket.destroyed) return done();
					socket.once('close', () => done());
					socket.end(message('X', Buffer.alloc(0)));
				})
			)
	};
}

/** @typedef {ReturnType<typeof connectPostgres>} Connection */
