import type { Verdict } from './judge.ts';

const count = (verdicts: readonly Verdict[], test: (verdict: Verdict) => boolean) =>
	verdicts.filter(test).length;

function line(cells: readonly (string | number)[]): string {
	return `| ${cells.join(' | ')} |`;
}

/** Up / both directions. */
function score(verdicts: readonly Verdict[]): string {
	return `${count(verdicts, ({ up }) => up)} / ${count(verdicts, ({ back }) => back)}`;
}

function rowsOf(verdicts: readonly Verdict[]): string {
	const of = (word: Verdict['rows']) => count(verdicts, ({ rows }) => rows === word);
	return `${of('kept')} / ${of('lost')} / ${of('refused')}`;
}

/** Kinds by tools, as a Markdown table. */
export function verdictTable(verdicts: readonly Verdict[], peers: readonly string[]): string {
	const ofPeer = (peer: string, kind?: string) =>
		verdicts.filter((verdict) => verdict.peer === peer && (kind === undefined || verdict.pair.kind === kind));
	const kinds = [...new Set(verdicts.map(({ pair }) => pair.kind))].sort();
	const renames = (peer: string) => ofPeer(peer, 'rename');
	const body = kinds.map((kind) =>
		line([
			kind.replaceAll('_', ' '),
			ofPeer(peers[0]!, kind).length,
			...peers.map((peer) => score(ofPeer(peer, kind)))
		])
	);
	return [
		line(['what changes', 'pairs', ...peers]),
		line(['---', '---:', ...peers.map(() => '---:')]),
		...body,
		line(['**all**', ofPeer(peers[0]!).length, ...peers.map((peer) => `**${score(ofPeer(peer))}**`)]),
		line(['rows kept / lost / refused', '', ...peers.map((peer) => rowsOf(ofPeer(peer)))]),
		line(['… of the renames', '', ...peers.map((peer) => rowsOf(renames(peer)))])
	].join('\n');
}
