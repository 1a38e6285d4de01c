/**
 * First and last names that go together, group by group; within a group every first name fits every last
 * name. Accents stand inside a name and never at its start, because SQLite's lower() knows ASCII only.
 *
 * @type {readonly { readonly given: readonly string[]; readonly family: readonly string[] }[]}
 */
export const people = [
	{
		given: names('Ada Björn Elsa Håkan Ingrid Lars Maja Nils Signe Sven Tuva Viggo'),
		family: names('Berg Dahl Ek Forsberg Holm Lind Lund Nyström Sandberg Strand Sørensen Vik')
	},
	{
		given: names('Alejandra Beatriz Carlos Diego Esteban Gabriela Inés José Lucía Mateo Rocío Valeria'),
		family: names('Castillo Delgado Fernández García Herrera Ibáñez Lozano Méndez Núñez Ortega Ríos Vargas')
	},
	{
		given: names('Aarav Ananya Deepa Ishaan Kavya Lakshmi Meera Nikhil Priya Rohan Sanjay Vikram'),
		family: names('Agarwal Banerjee Chopra Desai Gupta Iyer Joshi Kulkarni Mehta Nair Rao Sharma')
	},
	{
		given: names('Akira Aoi Emi Haruto Kenji Mei Naoko Ren Sakura Takumi Yui Yuto'),
		family: names('Fujita Hayashi Inoue Ito Kobayashi Matsuda Mori Nakamura Sato Suzuki Tanaka Yamada')
	},
	{
		given: names('Abena Adaeze Amara Chidi Efua Ekow Folake Kofi Kwame Ngozi Tunde Yaw'),
		family: names('Abiola Adeyemi Asante Boateng Danso Eze Mensah Nwosu Obi Okafor Owusu Sowah')
	},
	{
		given: names('Amira Dalia Farah Hassan Karim Layla Mariam Omar Rami Salma Tariq Yasmin'),
		family: names('Aziz Darwish Fakhoury Haddad Khalil Mansour Nasser Qasim Rahman Saleh Tawfik Zahran')
	},
	{
		given: names('Alice Callum Daisy Fiona Gareth Hazel Imogen Jack Nora Oscar Rhys Zoë'),
		family: names('Baker Campbell Davies Evans Fletcher Hughes Kelly Murray Reid Taylor Walsh Wright')
	},
	{
		given: names('Agnieszka Daniela Ivana Jan Katya Luka Marek Milena Ondrej Pavel Tomasz Vera'),
		family: names('Dvorak Horvat Ivanov Kolar Kowalski Kral Lis Novak Petrov Sokol Wójcik Zeman')
	},
	{
		given: names('Chen Fang Hui Jia Jun Lan Lei Ming Wei Xin Yan Ying'),
		family: names('Chang Feng Gao Huang Li Lin Liu Wang Xu Yang Zhang Zhou')
	},
	{
		given: names('Ayşe Baran Cem Deniz Elif Emre Gülay Kerem Leyla Murat Selin Yusuf'),
		family: names('Acar Arslan Aydın Bulut Demir Kaplan Kaya Koç Polat Tekin Yıldız Yılmaz')
	}
];

/** @param {string} list names with a space between */
function names(list) {
	return list.split(' ');
}
