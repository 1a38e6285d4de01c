import { people } from './people.js';
import { dice, numbered, valueLines } from './sql.js';
import { courses, goods, subjects, titleStarts, towns } from './words.js';

/**
 * Person number `n` of a sample: a group, and a first and a last name of that group. 55 and 144 have no common
 * divisor, so the first 1,440 people all have different names.
 */
const groups = people.length;
const perGroup = 12;

/** @param {number} shift moves where in the list the sample begins, so that each has people of its own */
function namedPeople(shift) {
	return `\tpeople(n, name) AS (
		-- ${groups} groups take turns; 55 steps through a group's ${perGroup * perGroup} pairs without meeting one twice.
		SELECT n, first_names.name || ' ' || last_names.name
		FROM dice
		JOIN first_names ON first_names.at = n % ${groups} * ${perGroup} + (n / ${groups} * 55 + ${shift}) % ${perGroup * perGroup} / ${perGroup}
		JOIN last_names ON last_names.at = n % ${groups} * ${perGroup} + (n / ${groups} * 55 + ${shift}) % ${perGroup * perGroup} % ${perGroup}
	)`;
}

const firstNames = numbered(
	'first_names',
	'name',
	people.flatMap((group) => group.given)
);
const lastNames = numbered(
	'last_names',
	'name',
	people.flatMap((group) => group.family)
);

const note = `-- Names come in ${groups} groups of ${perGroup}, so that first and last names go together. The dice fall the same way
-- every time (each roll is the one before, multiplied and divided), so everyone gets the same rows.`;

const shop = `-- Fill in customers and products
-- revision: 0002
-- revises: 0001
-- migrate:up

${note}
WITH RECURSIVE
${dice(20260105, 998)},
${firstNames},
${lastNames},
${numbered('towns', 'name', towns)},
${namedPeople(17)}
INSERT INTO customers (id, name, town, phone, joined_on)
SELECT
	n,
	people.name,
	towns.name,
	CASE WHEN roll % 3 > 0 THEN printf('555-%04d', roll / 7 % 10000) END,
	date('2023-01-01', '+' || (roll / 11 % 730) || ' days')
FROM dice
JOIN people USING (n)
JOIN towns ON towns.at = roll % ${towns.length}
ORDER BY n;

-- Not every name has two words.
INSERT INTO customers (id, name, town, phone, joined_on) VALUES
	(999, 'Suharti', 'Utrecht', NULL, '2024-11-30'),
	(1000, 'Maria del Mar Ruiz', 'Cádiz', '555-0117', '2024-12-24');

INSERT INTO products (name, price) VALUES
${valueLines(goods, '\t')};

-- migrate:down
-- Only what this migration brought: rows that you added yourself stay.
DELETE FROM products WHERE id <= ${goods.length};
DELETE FROM customers WHERE id <= 1000;
`;

const blog = `-- Fill in authors and posts
-- revision: 20250310140500
-- revises: 20250303090000
-- migrate:up

${note}
WITH RECURSIVE
${dice(20250310, 40)},
${firstNames},
${lastNames},
${namedPeople(83)}
INSERT INTO authors (id, name, bio)
SELECT n, name, CASE WHEN n % 4 > 0 THEN 'Writes from home, mostly on Sundays.' END
FROM people
ORDER BY n;

-- Every beginning of a title with every subject.
WITH RECURSIVE
${dice(19990401, titleStarts.length * subjects.length)},
${numbered('beginnings', 'words', titleStarts)},
	subjects(at, name, tags) AS (VALUES
${valueLines(
	subjects.map(([name = '', tags = ''], at) => [at, name, tags]),
	'\t\t'
)}
	)
INSERT INTO posts (id, author_id, title, body, tags, state, written_on)
SELECT
	n,
	1 + roll % 40,
	words || ' ' || name,
	'It began with ' || name || ' on a rainy day, and it has not let go of me since.',
	tags,
	CASE WHEN roll / 40 % 6 = 0 THEN 'draft' ELSE 'published' END,
	date('2023-01-08', '+' || (n * 3 + roll % 3) || ' days')
FROM dice
JOIN beginnings ON beginnings.at = (n - 1) % ${titleStarts.length}
JOIN subjects ON subjects.at = (n - 1 + (n - 1) / ${titleStarts.length} * 7) % ${subjects.length}
ORDER BY n;

-- migrate:down
DELETE FROM posts WHERE id <= ${titleStarts.length * subjects.length};
DELETE FROM authors WHERE id <= 40;
`;

const school = `-- Fill in students and courses
-- revision: 0002
-- revises: 0001
-- migrate:up

${note}
WITH RECURSIVE
${dice(20250901, 360)},
${firstNames},
${lastNames},
${namedPeople(131)}
INSERT INTO students (id, name, class, born_on)
SELECT
	n,
	name,
	-- Six years of three classes: 5A, 5B, 5C … 10C.
	(5 + (n - 1) / 60) || substr('ABC', 1 + (n - 1) % 3, 1),
	date('2015-08-01', '-' || ((n - 1) / 60) || ' years', '-' || (roll % 365) || ' days')
FROM dice
JOIN people USING (n)
ORDER BY n;

WITH
	subjects(id, title, seats) AS (VALUES
${valueLines(
	courses.map(([title, seats], at) => [at + 1, title, seats]),
	'\t\t'
)}
	),
	staff(at, name) AS (VALUES
${valueLines(
	people.map((group, at) => [at, `${group.given[at]} ${group.family[11 - at]}`]),
	'\t\t'
)}
	)
INSERT INTO courses (id, title, seats, teacher)
SELECT id, title, seats, name
FROM subjects
JOIN staff ON at = id * 3 % ${people.length}
ORDER BY id;

-- migrate:down
DELETE FROM courses WHERE id <= ${courses.length};
DELETE FROM students WHERE id <= 360;
`;

/**
 * The generated migrations, by their path below `content/samples`.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const seeds = {
	'shop/migrations/0002_fill_in_customers_and_products.sql': shop,
	'blog/migrations/20250310140500_fill_in_authors_and_posts.sql': blog,
	'school/migrations/0002_fill_in_students_and_courses.sql': school
};
