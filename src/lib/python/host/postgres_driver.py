"""A driver of PostgreSQL as PEP 249 has it: pg8000 speaks the protocol, and what a program sees is as with psycopg2."""

import datetime
import re

from pg8000.converters import PG_TYPES, string_in
from pg8000.core import Context, CoreConnection
from pg8000.types import PGInterval, Range

from .postgres_errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,
    error_of,
    told,
)
from .postgres_literals import written
from .postgres_session import IDLE, Socket, session

apilevel = "2.0"
threadsafety = 2
paramstyle = "pyformat"
__version__ = "2.9.12 (dt dec pq3 ext lo64)"

STRING, BINARY, NUMBER, DATETIME, ROWID = 25, 17, 23, 1114, 26
Binary = bytes
Date, Time, Timestamp = datetime.date, datetime.time, datetime.datetime
DateFromTicks, TimestampFromTicks = datetime.date.fromtimestamp, datetime.datetime.fromtimestamp

def connect(dsn="", *, options="", **given):
    """Reaches the one PostgreSQL that there is, whatever is given."""
    if not session.live:
        raise OperationalError(
            f'connection to server at "{given.get("host") or "localhost"}", port {given.get("port") or 5432} failed: Connection refused\n'
            "\tIs the server running on that host and accepting TCP/IP connections?\n"
            "This project has no PostgreSQL here: make a project with PostgreSQL, or name an SQLite file, e.g. sqlite:///app.db.\n"
        )
    connection = Connection()
    user, host, name = given.get("user") or "postgres", given.get("host") or "localhost", given.get("dbname") or ""
    session.connected(connection, f"postgresql://{user}@{host}/{name}")
    for setting, value in re.findall(r"-c\s*(\w[\w.]*)=((?:\\.|\S)*)", options or ""):
        connection.ask(written("SELECT pg_catalog.set_config(%s, %s, false)", (setting, re.sub(r"\\(.)", r"\1", value))))
    return connection


def interval(text):
    """A month has thirty days, as psycopg2 counts."""
    one = PGInterval.from_str(text)
    days = (one.days or 0) + 7 * (one.weeks or 0) + 30 * (one.months or 0) + 365 * (one.years or 0)
    return datetime.timedelta(days, one.seconds or 0, one.microseconds or 0, 0, one.minutes or 0, one.hours or 0)


# What psycopg2 reads in another way than pg8000: int2vector, inet, cidr and their arrays, interval, timetz.
OWN_TYPES = {
    **dict.fromkeys((22, 650, 869, 651, 1041, 2249, 600), string_in),
    1186: interval,
    1266: datetime.time.fromisoformat,
}


class Wire(CoreConnection):
    """The protocol, with PostgreSQL's errors as psycopg2's."""

    def __init__(self):
        super().__init__("postgres", sock=Socket(session), ssl_context=False)
        self.pg_types.update(OWN_TYPES)
        self.told = []

    def handle_ERROR_RESPONSE(self, data, context):
        context.error = context.error or error_of(fields(data), context.statement)

    def handle_NOTICE_RESPONSE(self, data, context):
        self.told.append(told(fields(data), context.statement))

    def handle_ROW_DESCRIPTION(self, data, context):
        context.rows, context.described = None, True
        super().handle_ROW_DESCRIPTION(data, context)

    def handle_COMMAND_COMPLETE(self, data, context):
        # Of several statements the last one's result counts.
        if not getattr(context, "described", False):
            context.columns = context.rows = None
        context.described = False
        context.tag = data[:-1].decode()
        last = context.tag.rsplit(" ", 1)[-1]
        context.row_count = int(last) if last.isdigit() else -1


def fields(data):
    return {part[:1].decode(): part[1:].decode(errors="replace") for part in data.split(b"\0") if part}


class Connection:
    """One of a program's connections; all of them share one session."""

    _made = 0

    def __init__(self):
        self._wire = Wire()
        Connection._made += 1
        self.savepoint = f"updown_connection_{Connection._made}"
        self.state = IDLE
        self.wrote = False
        self.autocommit = False
        self.level = None
        self.readonly = self.deferrable = None
        self.answer = None
        self.closed = 0
        self.notices = self._wire.told
        self.encoding = "UTF8"

    Warning, Error, InterfaceError, DatabaseError = Warning, Error, InterfaceError, DatabaseError
    DataError, OperationalError, IntegrityError, InternalError = DataError, OperationalError, IntegrityError, InternalError
    ProgrammingError, NotSupportedError = ProgrammingError, NotSupportedError

    @property
    def isolated(self):
        """Whether its transaction sees what was there when it began, and so cannot be ended unseen."""
        return self.level in ("REPEATABLE READ", "SERIALIZABLE")

    @property
    def beginning(self):
        words = ["BEGIN"]
        if self.level is not None:
            words.append(f"ISOLATION LEVEL {self.level}")
        if self.readonly is not None:
            words.append("READ ONLY" if self.readonly else "READ WRITE")
        if self.deferrable is not None:
            words.append("DEFERRABLE" if self.deferrable else "NOT DEFERRABLE")
        return " ".join(words)

    @property
    def tag(self):
        return getattr(self.answer, "tag", "")

    @property
    def server_version(self):
        return int(self._wire.execute_simple("SHOW server_version_num").rows[0][0])

    def ask(self, sql):
        """Runs it whatever connection the session is about to serve."""
        session.begins(sql)
        self.answer = None
        self.answer = self._wire.execute_simple(sql)
        session.ends(self.answer)
        return self.answer

    def read_as(self, oid, read):
        """Values of a type are read so from now on."""
        self._wire.register_in_adapter(oid, read)

    def cursor(self, name=None, **_):
        self._check()
        return Cursor(self)

    def commit(self):
        if not self._gone():
            session.commit(self)

    def rollback(self):
        if not self._gone():
            session.roll_back(self)

    def close(self):
        if not self.closed:
            session.closed(self)
            self.closed = 1

    def let_go(self):
        """The process is over: what is cleaned up later has nothing left to do."""
        self.closed = 2

    def set_isolation_level(self, level):
        self.rollback()
        self.autocommit = level == "AUTOCOMMIT"
        self.level = None if self.autocommit else level

    def set_session(self, isolation_level=None, readonly=None, deferrable=None, autocommit=None):
        if isolation_level is not None:
            self.level = isolation_level
        if readonly is not None:
            self.readonly = readonly
        if deferrable is not None:
            self.deferrable = deferrable
        if autocommit is not None:
            self.autocommit = autocommit

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.commit() if kind is None else self.rollback()

    def failed(self):
        return error_of(
            {"S": "ERROR", "C": "25P02", "M": "current transaction is aborted, commands ignored until end of transaction block"}, ""
        )

    def in_the_way(self):
        return OperationalError(
            "another connection of this program has a transaction open with changes in it, and there is one session of PostgreSQL here\n"
            "HINT:  Commit or roll back the other one before this connection goes on.\n"
        )

    def _gone(self):
        if self.closed == 1:
            raise InterfaceError("connection already closed")
        return self.closed == 2

    def _check(self):
        if self.closed:
            raise InterfaceError("connection already closed")


class Cursor:
    arraysize = 1
    itersize = 2000
    lastrowid = 0

    def __init__(self, connection):
        self.connection = connection
        self.closed = False
        self.query = None
        self._take(Context(""))

    def execute(self, statement, values=None):
        self._check()
        sql = statement if values is None else written(statement, values)
        self.query = sql.encode()
        self._take(Context(""))
        try:
            self._take(session.run(self.connection, sql) or Context(""))
        except Error as error:
            error.cursor = self
            raise

    def executemany(self, statement, rows):
        total = 0
        for values in rows:
            self.execute(statement, values)
            total += max(self.rowcount, 0)
        self._take(Context(""))
        self.rowcount = total

    def fetchone(self):
        return next(self._rest(), None)

    def fetchmany(self, size=None):
        rest = self._rest()
        return [row for _, row in zip(range(self.arraysize if size is None else size), rest)]

    def fetchall(self):
        return list(self._rest())

    def __iter__(self):
        return self._rest()

    def close(self):
        self.closed = True

    def setinputsizes(self, sizes):
        """The values say what they are."""

    def setoutputsize(self, size, column=None):
        """Values come whole."""

    def mogrify(self, statement, values=None):
        return (statement if values is None else written(statement, values)).encode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _take(self, answer):
        self.rowcount = answer.row_count
        self.statusmessage = getattr(answer, "tag", None)
        columns = answer.columns
        self.description = columns and [(one["name"], one["type_oid"], None, None, None, None, None) for one in columns]
        self._rows = None if columns is None else iter([tuple(row) for row in answer.rows])

    def _rest(self):
        self._check()
        if self._rows is None:
            raise ProgrammingError("no results to fetch")
        return self._rows

    def _check(self):
        if self.closed:
            raise InterfaceError("cursor already closed")
        self.connection._check()
