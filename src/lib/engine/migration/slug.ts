/** Letters that do not come apart into a plain letter and its accent. */
const plain: Readonly<Record<string, string>> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	ł: 'l',
	þ: 'th',
	ħ: 'h',
	ı: 'i',
	ŋ: 'n'
};

const longest = 40;

/**
 * The words of a message as a piece of a file name: lower case, plain letters and digits joined by `_`, cut at a word
 * boundary after 40. `migration` where nothing of the message can be written so.
 */
export function slugOf(message: string): string {
	const folded = message
		.slice(0, 1000)
		.normalize('NFKD')
		.toLowerCase()
		.replace(/\p{M}/gu, '')
		.replace(/[^\0-\x7f]/gu, (letter) => plain[letter] ?? ' ')
		// Apostrophes belong to their word: “user's” is users.
		.replace(/'/g, '');
	const words = folded.split(/[^a-z0-9]+/).filter((word) => word !== '');
	let slug = '';
	for (const word of words) {
		const longer = slug === '' ? word.slice(0, longest) : `${slug}_${word}`;
		if (longer.length > longest) break;
		slug = longer;
	}
	return slug === '' ? 'migration' : slug;
}
