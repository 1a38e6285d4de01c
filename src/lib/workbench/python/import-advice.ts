import { pipDownload } from '../../formats/read-wheel.ts';

/** Drivers whose work is done here without them, by the address alone. */
const drivers: Readonly<Record<string, string>> = {
	psycopg2: 'postgresql://',
	psycopg2cffi: 'postgresql://',
	psycopg: 'postgresql://',
	asyncpg: 'postgresql+asyncpg://',
	aiosqlite: 'sqlite+aiosqlite://'
};

/** Drivers of databases that are not here. */
const otherDatabases = new Set(
	'MySQLdb pymysql mysql aiomysql asyncmy mariadb cx_Oracle oracledb pyodbc aioodbc pymssql'.split(' ')
);

/** Packages of which there is no wheel without compiled code. */
const neverPure = new Set(
	(
		'numpy pandas scipy sklearn torch pydantic_core cryptography _cffi_backend cffi bcrypt argon2 _argon2_cffi_bindings lxml PIL ' +
		'psutil greenlet gevent eventlet uvloop msgspec orjson ujson grpc pendulum nacl pycares rpds libcst setproctitle lazy_object_proxy ' +
		'shapely geoalchemy2 confluent_kafka zstandard lz4 snappy pyarrow regex tiktoken google_crc32c gssapi duckdb lmdb zmq'
	).split(' ')
);

/** Packages that work without their compiled parts, and how a wheel without them is made. */
const madePure: Readonly<Record<string, string>> = {
	tornado: 'TORNADO_EXTENSION=0 pip wheel --no-deps --no-binary tornado tornado',
	msgpack: 'MSGPACK_PUREPYTHON=1 pip wheel --no-deps --no-binary msgpack msgpack'
};

/** Modules of Python itself that a browser has no use for. */
const notHere = new Set('curses dbm grp pwd readline resource syslog termios tkinter turtle venv'.split(' '));

/** Packages that are imported by another name than pip knows them by. */
const packageNames: Readonly<Record<string, string>> = {
	attr: 'attrs',
	bs4: 'beautifulsoup4',
	dotenv: 'python-dotenv',
	flask_security: 'Flask-Security-Too',
	flask_user: 'Flask-User',
	google: 'protobuf',
	jose: 'python-jose',
	jwt: 'PyJWT',
	OpenSSL: 'pyOpenSSL',
	pkg_resources: 'setuptools',
	slugify: 'python-slugify',
	yaml: 'PyYAML',
	zope: 'zope.interface'
};

const leaveOut =
	'What the migrations do not need can be left out: import it in a try, or where it is used. Of what they do need, write the part into the project.';

/** What to do about an import that failed here, where that is what went wrong; `said` is what the command wrote as errors. */
export function importAdvice(said: string): string | undefined {
	const missing = [...said.matchAll(/^ModuleNotFoundError: No module named '([^']+)'/gm)].at(-1)?.[1];
	if (missing === undefined) return withoutThreads(said);
	const name = missing.split('.')[0] ?? missing;
	const address = Object.hasOwn(drivers, name) ? drivers[name] : undefined;
	if (address !== undefined)
		return `${name} is written for a machine with a network, and need not be there: take the import out. SQLAlchemy reaches the database here by the address alone, also by \`${address}\`.`;
	if (otherDatabases.has(name))
		return `${name} is for a database that is not here. Give the project an address of SQLite or PostgreSQL, such as \`sqlite:///app.db\`, and import the driver only where its own address is used.`;
	if (neverPure.has(name))
		return `${name} has parts in C or Rust, and there is no wheel of it in pure Python: it cannot be imported here. ${leaveOut}`;
	if (notHere.has(name))
		return `${name} is a part of Python that does not exist in a browser: it is for terminals, users and windows of a machine. Import it in a try, or where it is used.`;
	const made = Object.hasOwn(madePure, name) ? madePure[name] : undefined;
	if (made !== undefined)
		return `${name} is not among the packages here, and pip has no pure wheel of it; but it works without its compiled part. \`${made}\` makes one: drop it on this page.`;
	const known = Object.hasOwn(packageNames, name) ? packageNames[name] : undefined;
	const wanted = known ?? name.replace(/_/g, '-');
	return `${name} is not among the packages here; \`pip list\` tells which are. Get its wheel and drop it on this page: \`${pipDownload(wanted)}\`. Where pip finds none, \`pip wheel --no-deps ${wanted}\` may make one: what ends in py3-none-any.whl can be dropped, anything else has compiled parts. ${leaveOut}`;
}

/** The same for what needs another thread or program. */
function withoutThreads(said: string): string | undefined {
	if (/^RuntimeError: can't start new thread/m.test(said))
		return 'There are no threads here. Do the work where it is called, or leave out what starts a thread when it is imported.';
	return undefined;
}
