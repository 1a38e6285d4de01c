/** `wish`, or `wish` with a number after it, whichever is in none of `taken` (names in lower case); then takes it. */
export function freeName(wish: string, taken: Set<string>): string {
	let name = wish;
	for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wish}_${n}`;
	taken.add(name.toLowerCase());
	return name;
}
