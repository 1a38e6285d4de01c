/** Where both have changed something, from the part to the whole: “column `nick` of table `customers`”. */
export function pathWords(path: readonly string[]): string {
	return path
		.toReversed()
		.map((part) => {
			const at = part.indexOf(' ');
			const [kind, name] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
			return part === 'primary key' || name === '' ? part : `${kind} \`${name}\``;
		})
		.join(' of ');
}
