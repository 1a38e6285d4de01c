import { stashLines } from '../engine/run/stash-text.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import type { StashScript } from '../engine/schema/stash.ts';

/** What begins a comment in Python. */
export const pythonComment = '#';

/** A function of a revision file, as Python's own parser sees it; lines count from 1. */
interface FunctionPlace {
	/** The line before which its first statement can have others. */
	readonly first: number;
	/** The line after which its last statement can have others. */
	readonly last: number;
	/** How far its statements are indented. */
	readonly indent: number;
	readonly parameters: string;
	/** Whether it may end before its last statement. */
	readonly returns: boolean;
}

/** What `placesProgram` prints. */
export interface RevisionPlaces {
	/** What the file calls `alembic.op`; null where it does not import it. */
	readonly op: string | null;
	readonly upgrade?: FunctionPlace;
	readonly downgrade?: FunctionPlace;
}

/** A program that prints as JSON where the functions of the revision file stand that its argument names. */
export const placesProgram = `
import ast, json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    tree = ast.parse(file.read())

def own(nodes):
    for node in nodes:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from own(ast.iter_child_nodes(node))

found = {"op": None}
for node in tree.body:
    if isinstance(node, ast.ImportFrom) and node.module == "alembic":
        for alias in node.names:
            if alias.name == "op":
                found["op"] = alias.asname or alias.name
    if not isinstance(node, ast.FunctionDef) or node.name not in ("upgrade", "downgrade"):
        continue
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str)
    found[node.name] = {
        "first": first.end_lineno + 1 if is_docstring else min(
            [first.lineno] + [each.lineno for each in getattr(first, "decorator_list", [])]
        ),
        "last": node.body[-1].end_lineno,
        "indent": first.col_offset if first.lineno > node.lineno else 0,
        "parameters": ast.unparse(node.args),
        "returns": any(isinstance(each, ast.Return) for each in own(node.body)),
    }
print(json.dumps(found))
`;

/** A revision file with the statements of `script` around those of its two functions, as `op.execute`. */
export function withPythonStash(
	file: FolderFile,
	script: StashScript,
	{ op, upgrade, downgrade }: RevisionPlaces
): Outcome<FolderFile> {
	if (op === null) return failure(notWritten(file, 'it does not import `op` from alembic'));
	for (const [name, place] of Object.entries({ upgrade, downgrade })) {
		const why = whyNot(name, place);
		if (why !== undefined) return failure(notWritten(file, why));
	}
	const newline = /\r\n/.test(file.text) ? '\r\n' : '\n';
	const lines = file.text.split(/(?<=\n)/);
	const put = (which: keyof StashScript, at: number, { indent, first }: FunctionPlace): void => {
		const margin = (lines[first - 1] ?? '').slice(0, indent);
		const before = /^[ \t]*$/.test(margin) && margin !== '' ? margin : ' '.repeat(indent);
		const texts = script[which].flatMap((sql) => executed(sql, op));
		const block = stashLines(which, texts, pythonComment);
		const above = lines[at - 1];
		if (above !== undefined && block.length > 0 && !above.endsWith('\n'))
			lines[at - 1] = `${above}${newline}`;
		lines.splice(at, 0, ...block.map((line) => (line === '' ? newline : `${before}${line}${newline}`)));
	};
	const ends = [
		...around(upgrade!, ['beforeUp', 'afterUp']),
		...around(downgrade!, ['beforeDown', 'afterDown'])
	];
	for (const { which, at, place } of ends.toSorted((one, other) => other.at - one.at)) put(which, at, place);
	return success({ ...file, text: lines.join('') });
}

function around(place: FunctionPlace, [before, after]: readonly [keyof StashScript, keyof StashScript]) {
	return [
		{ which: after, at: place.last, place },
		{ which: before, at: place.first - 1, place }
	];
}

function whyNot(name: string, place: FunctionPlace | undefined): string | undefined {
	if (!place) return `it has no function \`${name}()\``;
	if (place.parameters !== '')
		return `its \`${name}()\` takes parameters, as that of a project with several databases does`;
	if (place.indent === 0) return `the body of its \`${name}()\` stands on the line of its \`def\``;
	return place.returns
		? `its \`${name}()\` has a \`return\`, so that what is put at its end may never be reached`
		: undefined;
}

function notWritten({ name }: FolderFile, why: string): Problem {
	return {
		code: 'stash-not-written',
		severity: 'error',
		message: `Nothing can be put around the statements of ${name}: ${why}.`,
		hint: 'Change that and ask again, or put aside by hand what you need, with `op.execute`.',
		file: name
	};
}

/** The lines of a call that runs one statement. */
function executed(sql: string, op: string): readonly string[] {
	const lines = sql.replace(/;\s*$/, '').split('\n');
	const comments = lines.findIndex((line) => !line.startsWith('--'));
	const above = lines.slice(0, comments).map((line) => line.replace('--', pythonComment));
	const statement = lines.slice(comments).map(withoutBinds);
	const [only, ...others] = statement;
	if (others.length === 0 && !/["\\]/.test(only!)) return [...above, `${op}.execute("${only}")`];
	const text = statement.map((line) => line.replace(/^\t+/, (tabs) => '    '.repeat(tabs.length)));
	if (text.some((line) => /"""|"$/.test(line))) {
		const parts = text.map((line) => `    ${JSON.stringify(`${line}\n`)}`);
		return [...above, `${op}.execute(`, ...parts, ')'];
	}
	const raw = text.some((line) => line.includes('\\')) ? 'r' : '';
	return [...above, `${op}.execute(`, ...[`${raw}"""`, ...text, '"""'].map((line) => `    ${line}`), ')'];
}

/** SQLAlchemy takes a colon before a word for a value to come. */
function withoutBinds(sql: string): string {
	return sql.replace(/(?<![:\w\\]):(?=\w)/g, '\\:');
}
