"""The dialects of asynchronous drivers, on the synchronous ones that there are here."""

from sqlalchemy import pool
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from .postgres_dialect import Dialect


class Sqlite(SQLiteDialect_pysqlite):
    driver = "aiosqlite"
    supports_statement_cache = True
    is_async = True

    @classmethod
    def get_pool_class(cls, url):
        return pool.NullPool if cls._is_url_file_db(url) else pool.StaticPool


class Postgres(Dialect):
    driver = "asyncpg"
    supports_statement_cache = True
    is_async = True

    @classmethod
    def get_pool_class(cls, url):
        return pool.NullPool

    @classmethod
    def get_async_dialect_cls(cls, url):
        return cls
