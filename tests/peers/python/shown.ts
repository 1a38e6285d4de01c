/** What a terminal shows, without what differs from machine to machine: paths, ids that were made up, times, versions of Python. */
export function shown(text: string, home: string, library: string): string {
	const ids = new Map<string, string>();
	const plain = text
		.replaceAll(`/private${home}`, '/project')
		.replaceAll(home, '/project')
		.replaceAll(library, '/library')
		.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?/g, '<time>')
		.replace(/(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/g, (id) => {
			const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
			ids.set(id, known);
			return known;
		});
	return sorted(withoutFrames(plain));
}

/** Of a traceback the first and the last line: what lies between is how this Python and its libraries are written. */
function withoutFrames(text: string): string {
	const kept: string[] = [];
	let within = false;
	for (const line of text.split('\n')) {
		if (line.startsWith('Traceback (most recent call last)')) within = true;
		else if (within && line !== '' && !/^ /.test(line)) within = false;
		else if (within) continue;
		// A warning says at which line of a library it is.
		kept.push(line.replace(/^\/library\S*:\d+: /, ''));
	}
	return kept
		.filter((line, at) => !(line.startsWith('  ') && /Warning: /.test(kept[at - 1] ?? '')))
		.join('\n');
}

/** The order in which a folder lists its files is the disk's, that of branches the one of a set of Python. */
function sorted(text: string): string {
	return text
		.replace(
			/^Branches into: (.*)$/gm,
			(_, names: string) => `Branches into: ${names.split(', ').sort().join(', ')}`
		)
		.replace(
			/(?:^(?:Generating|Creating directory| +->) .*\n)+/gm,
			(run) => `${run.trimEnd().split('\n').sort().join('\n')}\n`
		);
}
