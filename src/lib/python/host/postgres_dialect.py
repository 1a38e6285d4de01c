"""SQLAlchemy's own dialect for psycopg2, on the driver that there is here, by every name that a URL may give it."""

from pg8000.converters import make_param, PY_TYPES
from sqlalchemy.dialects.postgresql import ranges
from sqlalchemy.dialects.postgresql.pg8000 import _Pg8000MultiRange, _Pg8000Range
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.util import update_copy

from . import postgres_driver

JSON, JSONB = 114, 3802
RANGES = ("INT4", "INT8", "NUM", "DATE", "TS", "TSTZ")


class MultiRange(_Pg8000MultiRange):
    def bind_processor(self, dialect):
        ranged = super().bind_processor(dialect)
        return lambda value: None if value is None else make_param(PY_TYPES, ranged(value))


class Dialect(PGDialect_psycopg2):
    supports_statement_cache = True

    colspecs = update_copy(
        PGDialect_psycopg2.colspecs,
        {
            **{getattr(ranges, f"{name}RANGE"): _Pg8000Range for name in RANGES},
            **{getattr(ranges, f"{name}MULTIRANGE"): MultiRange for name in RANGES},
        },
    )

    @classmethod
    def import_dbapi(cls):
        return postgres_driver

    def on_connect(self):
        read = self._json_deserializer
        if read is None:
            return None

        def connected(connection):
            for oid in (JSON, JSONB):
                connection.read_as(oid, read)

        return connected

    def set_isolation_level(self, connection, level):
        connection.set_isolation_level(level)

    def do_executemany(self, cursor, statement, parameters, context=None):
        cursor.executemany(statement, parameters)

    def _hstore_oids(self, connection):
        """SQLAlchemy reads and writes hstore by itself where the driver does not."""
        return None


dialect = Dialect
