/** Towns for the customers of the shop. */
export const towns = [
	'Aarhus',
	'Bergen',
	'Bristol',
	'Cádiz',
	'Delft',
	'Galway',
	'Ghent',
	'Graz',
	'Kraków',
	'Leipzig',
	'Lyon',
	'Porto',
	'Tartu',
	'Torino',
	'Uppsala',
	'Utrecht'
];

/**
 * What the shop sells, with its price.
 *
 * @type {readonly (readonly [name: string, price: number])[]}
 */
export const goods = [
	['Ballpoint pen', 1.2],
	['Pencil, HB', 0.8],
	['Fountain pen', 24.5],
	['Fineliner, black', 2.4],
	['Highlighter', 1.9],
	['Chalk, box of 12', 3.25],
	['Watercolours', 14.9],
	['Brush, round no. 6', 4.6],
	['Ink, blue, 50 ml', 8.75],
	['Eraser', 0.95],
	['Sharpener', 1.45],
	['Ruler, 30 cm', 1.75],
	['Set square', 2.2],
	['Compass', 9.8],
	['Notebook, lined', 3.9],
	['Notebook, squared', 3.9],
	['Sketchbook, A4', 11.5],
	['Sketchbook, A3', 17.25],
	['Paper, 500 sheets', 6.4],
	['Card, 50 sheets', 7.1],
	['Envelopes, 25', 2.95],
	['Stamps, 10', 9.5],
	['Folder, blue', 2.1],
	['Folder, red', 2.1],
	['Ring binder', 4.35],
	['Sticky notes', 2.6],
	['Paper clips, 100', 1.3],
	['Stapler', 8.9],
	['Staples, 1,000', 1.6],
	['Hole punch', 7.8],
	['Scissors', 5.25],
	['Glue stick', 1.85],
	['Sticky tape', 1.55],
	['Desk lamp', 38],
	['Desk tidy', 12.4],
	['Calendar', 10.9],
	['Diary', 15.6],
	['Globe, 30 cm', 54],
	['Atlas', 29.9],
	['Dictionary', 22.5],
	['Calculator', 16.75],
	['Backpack', 46.5],
	['Pencil case', 9.2],
	['Lunch box', 11.8],
	['Water bottle', 13.4],
	['Whiteboard, A3', 19.9],
	['Whiteboard pen', 2.75],
	['Magnets, 6', 4.2],
	['Wall map', 18.3],
	['Gift wrap', 3.1],
	['Greeting card', 2.8],
	['Ribbon, 5 m', 2.3],
	['Candle', 6.6],
	['Mug', 8.2],
	['Tea, 20 bags', 3.75],
	['Coffee, 250 g', 7.9],
	['Chocolate bar', 2.5],
	['Jigsaw, 500 pieces', 16.2],
	['Chess set', 34.9],
	['Playing cards', 5.7]
];

/** A blog's titles are a beginning and a subject. */
export const titleStarts = [
	'A beginner’s guide to',
	'Five years of',
	'How we chose',
	'In praise of',
	'Lessons from',
	'Letters about',
	'Living with',
	'Notes on',
	'Saying goodbye to',
	'The quiet joy of',
	'What nobody tells you about',
	'Why I came back to'
];

/** What the posts are about, each with the tags that go with it, in alphabetical order. */
export const subjects = [
	['sourdough', 'baking,food'],
	['night trains', 'rail,travel'],
	['bicycle repair', 'cycling,tools'],
	['balcony tomatoes', 'food,garden'],
	['film cameras', 'photography,tools'],
	['wild swimming', 'outdoors,swimming'],
	['secondhand books', 'books'],
	['mending clothes', 'craft,tools'],
	['birdwatching', 'birds,outdoors'],
	['letter writing', 'craft,paper'],
	['mountain huts', 'outdoors,travel'],
	['fountain pens', 'paper,tools'],
	['allotments', 'garden,outdoors'],
	['city maps', 'maps,travel'],
	['choir practice', 'music'],
	['old radios', 'music,tools'],
	['tea', 'food'],
	['stargazing', 'astronomy,outdoors'],
	['beekeeping', 'garden,outdoors'],
	['winter cycling', 'cycling,outdoors']
];

/**
 * The subjects of the school: name, and how many pupils a room for it takes.
 *
 * @type {readonly (readonly [name: string, seats: number])[]}
 */
export const courses = [
	['Algebra', 120],
	['Art', 90],
	['Astronomy', 80],
	['Biology', 120],
	['Chemistry', 110],
	['Computing', 100],
	['Drama', 80],
	['English', 140],
	['French', 100],
	['Geography', 120],
	['Geometry', 120],
	['German', 90],
	['History', 130],
	['Latin', 70],
	['Music', 100],
	['Philosophy', 80],
	['Physics', 110],
	['Spanish', 110],
	['Sport', 140],
	['Statistics', 90]
];
