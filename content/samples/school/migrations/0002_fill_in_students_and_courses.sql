-- Fill in students and courses
-- revision: 0002
-- revises: 0001
-- migrate:up

-- Names come in 10 groups of 12, so that first and last names go together. The dice fall the same way
-- every time (each roll is the one before, multiplied and divided), so everyone gets the same rows.
WITH RECURSIVE
	dice(n, roll) AS (
		VALUES (1, 20250901)
		UNION ALL
		SELECT n + 1, roll * 48271 % 2147483647 FROM dice WHERE n < 360
	),
	first_names(at, name) AS (VALUES
		(0, 'Ada'), (1, 'Björn'), (2, 'Elsa'), (3, 'Håkan'), (4, 'Ingrid'), (5, 'Lars'), (6, 'Maja'),
		(7, 'Nils'), (8, 'Signe'), (9, 'Sven'), (10, 'Tuva'), (11, 'Viggo'), (12, 'Alejandra'),
		(13, 'Beatriz'), (14, 'Carlos'), (15, 'Diego'), (16, 'Esteban'), (17, 'Gabriela'), (18, 'Inés'),
		(19, 'José'), (20, 'Lucía'), (21, 'Mateo'), (22, 'Rocío'), (23, 'Valeria'), (24, 'Aarav'),
		(25, 'Ananya'), (26, 'Deepa'), (27, 'Ishaan'), (28, 'Kavya'), (29, 'Lakshmi'), (30, 'Meera'),
		(31, 'Nikhil'), (32, 'Priya'), (33, 'Rohan'), (34, 'Sanjay'), (35, 'Vikram'), (36, 'Akira'),
		(37, 'Aoi'), (38, 'Emi'), (39, 'Haruto'), (40, 'Kenji'), (41, 'Mei'), (42, 'Naoko'), (43, 'Ren'),
		(44, 'Sakura'), (45, 'Takumi'), (46, 'Yui'), (47, 'Yuto'), (48, 'Abena'), (49, 'Adaeze'),
		(50, 'Amara'), (51, 'Chidi'), (52, 'Efua'), (53, 'Ekow'), (54, 'Folake'), (55, 'Kofi'),
		(56, 'Kwame'), (57, 'Ngozi'), (58, 'Tunde'), (59, 'Yaw'), (60, 'Amira'), (61, 'Dalia'),
		(62, 'Farah'), (63, 'Hassan'), (64, 'Karim'), (65, 'Layla'), (66, 'Mariam'), (67, 'Omar'),
		(68, 'Rami'), (69, 'Salma'), (70, 'Tariq'), (71, 'Yasmin'), (72, 'Alice'), (73, 'Callum'),
		(74, 'Daisy'), (75, 'Fiona'), (76, 'Gareth'), (77, 'Hazel'), (78, 'Imogen'), (79, 'Jack'),
		(80, 'Nora'), (81, 'Oscar'), (82, 'Rhys'), (83, 'Zoë'), (84, 'Agnieszka'), (85, 'Daniela'),
		(86, 'Ivana'), (87, 'Jan'), (88, 'Katya'), (89, 'Luka'), (90, 'Marek'), (91, 'Milena'),
		(92, 'Ondrej'), (93, 'Pavel'), (94, 'Tomasz'), (95, 'Vera'), (96, 'Chen'), (97, 'Fang'),
		(98, 'Hui'), (99, 'Jia'), (100, 'Jun'), (101, 'Lan'), (102, 'Lei'), (103, 'Ming'), (104, 'Wei'),
		(105, 'Xin'), (106, 'Yan'), (107, 'Ying'), (108, 'Ayşe'), (109, 'Baran'), (110, 'Cem'),
		(111, 'Deniz'), (112, 'Elif'), (113, 'Emre'), (114, 'Gülay'), (115, 'Kerem'), (116, 'Leyla'),
		(117, 'Murat'), (118, 'Selin'), (119, 'Yusuf')
	),
	last_names(at, name) AS (VALUES
		(0, 'Berg'), (1, 'Dahl'), (2, 'Ek'), (3, 'Forsberg'), (4, 'Holm'), (5, 'Lind'), (6, 'Lund'),
		(7, 'Nyström'), (8, 'Sandberg'), (9, 'Strand'), (10, 'Sørensen'), (11, 'Vik'), (12, 'Castillo'),
		(13, 'Delgado'), (14, 'Fernández'), (15, 'García'), (16, 'Herrera'), (17, 'Ibáñez'),
		(18, 'Lozano'), (19, 'Méndez'), (20, 'Núñez'), (21, 'Ortega'), (22, 'Ríos'), (23, 'Vargas'),
		(24, 'Agarwal'), (25, 'Banerjee'), (26, 'Chopra'), (27, 'Desai'), (28, 'Gupta'), (29, 'Iyer'),
		(30, 'Joshi'), (31, 'Kulkarni'), (32, 'Mehta'), (33, 'Nair'), (34, 'Rao'), (35, 'Sharma'),
		(36, 'Fujita'), (37, 'Hayashi'), (38, 'Inoue'), (39, 'Ito'), (40, 'Kobayashi'), (41, 'Matsuda'),
		(42, 'Mori'), (43, 'Nakamura'), (44, 'Sato'), (45, 'Suzuki'), (46, 'Tanaka'), (47, 'Yamada'),
		(48, 'Abiola'), (49, 'Adeyemi'), (50, 'Asante'), (51, 'Boateng'), (52, 'Danso'), (53, 'Eze'),
		(54, 'Mensah'), (55, 'Nwosu'), (56, 'Obi'), (57, 'Okafor'), (58, 'Owusu'), (59, 'Sowah'),
		(60, 'Aziz'), (61, 'Darwish'), (62, 'Fakhoury'), (63, 'Haddad'), (64, 'Khalil'), (65, 'Mansour'),
		(66, 'Nasser'), (67, 'Qasim'), (68, 'Rahman'), (69, 'Saleh'), (70, 'Tawfik'), (71, 'Zahran'),
		(72, 'Baker'), (73, 'Campbell'), (74, 'Davies'), (75, 'Evans'), (76, 'Fletcher'), (77, 'Hughes'),
		(78, 'Kelly'), (79, 'Murray'), (80, 'Reid'), (81, 'Taylor'), (82, 'Walsh'), (83, 'Wright'),
		(84, 'Dvorak'), (85, 'Horvat'), (86, 'Ivanov'), (87, 'Kolar'), (88, 'Kowalski'), (89, 'Kral'),
		(90, 'Lis'), (91, 'Novak'), (92, 'Petrov'), (93, 'Sokol'), (94, 'Wójcik'), (95, 'Zeman'),
		(96, 'Chang'), (97, 'Feng'), (98, 'Gao'), (99, 'Huang'), (100, 'Li'), (101, 'Lin'), (102, 'Liu'),
		(103, 'Wang'), (104, 'Xu'), (105, 'Yang'), (106, 'Zhang'), (107, 'Zhou'), (108, 'Acar'),
		(109, 'Arslan'), (110, 'Aydın'), (111, 'Bulut'), (112, 'Demir'), (113, 'Kaplan'), (114, 'Kaya'),
		(115, 'Koç'), (116, 'Polat'), (117, 'Tekin'), (118, 'Yıldız'), (119, 'Yılmaz')
	),
	people(n, name) AS (
		-- 10 groups take turns; 55 steps through a group's 144 pairs without meeting one twice.
		SELECT n, first_names.name || ' ' || last_names.name
		FROM dice
		JOIN first_names ON first_names.at = n % 10 * 12 + (n / 10 * 55 + 131) % 144 / 12
		JOIN last_names ON last_names.at = n % 10 * 12 + (n / 10 * 55 + 131) % 144 % 12
	)
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
		(1, 'Algebra', 120), (2, 'Art', 90), (3, 'Astronomy', 80), (4, 'Biology', 120),
		(5, 'Chemistry', 110), (6, 'Computing', 100), (7, 'Drama', 80), (8, 'English', 140),
		(9, 'French', 100), (10, 'Geography', 120), (11, 'Geometry', 120), (12, 'German', 90),
		(13, 'History', 130), (14, 'Latin', 70), (15, 'Music', 100), (16, 'Philosophy', 80),
		(17, 'Physics', 110), (18, 'Spanish', 110), (19, 'Sport', 140), (20, 'Statistics', 90)
	),
	staff(at, name) AS (VALUES
		(0, 'Ada Vik'), (1, 'Beatriz Ríos'), (2, 'Deepa Nair'), (3, 'Haruto Sato'), (4, 'Efua Nwosu'),
		(5, 'Layla Nasser'), (6, 'Imogen Hughes'), (7, 'Milena Kowalski'), (8, 'Wei Huang'),
		(9, 'Murat Aydın')
	)
INSERT INTO courses (id, title, seats, teacher)
SELECT id, title, seats, name
FROM subjects
JOIN staff ON at = id * 3 % 10
ORDER BY id;

-- migrate:down
DELETE FROM courses WHERE id <= 20;
DELETE FROM students WHERE id <= 360;
