"""Sees what a command does to the database: which one it opens, each statement, and where a migration begins and ends."""

import os
import re
import sqlite3
import sys
from sqlite3 import dbapi2

# What gives rows and fires nothing.
READS = re.compile(r"\s*(?:select|values|with|pragma|explain)\b", re.I)


class Observer:
    """Tells `hear` of it, while a command runs."""

    def __init__(self):
        self.hear = None
        self._connections = []
        # How many rows each of those to a file had changed when it could last be asked, and which file that is.
        self._changed = {}
        self._paths = {}
        self.changes = none

    def install(self):
        self._watch_sqlite()
        self._watch_migrations()
        self._watch_settings()

    def end(self):
        """What a process leaves open is closed when it ends."""
        for connection in self._connections:
            try:
                connection.close()
            except sqlite3.Error:
                pass
        self._connections.clear()
        self._changed.clear()
        self._paths.clear()
        self.hear = None
        self.changes = none

    def opens(self, changes, **facts):
        """A command opens a database; `changes` counts the rows that the connection has changed."""
        self.changes = changes
        self.tell("database", **facts)

    def tell(self, kind, **facts):
        """Whether whoever hears it answers that the connection is lost: nothing more may reach the database then."""
        return self.hear is not None and bool(self.hear(kind, facts))

    def _rows_changed(self):
        """By all connections to files: a migration may open another one, and close it."""
        for connection in self._changed:
            try:
                self._changed[connection] = connection.total_changes
            except sqlite3.ProgrammingError:
                pass  # It is closed, and changes no more.
        return sum(self._changed.values())

    def _is_open(self):
        """Whether any connection to a file has a transaction open."""
        for connection in self._changed:
            try:
                if connection.in_transaction:
                    return True
            except sqlite3.ProgrammingError:
                pass  # It is closed.
        return False

    def _watch_sqlite(self):
        connect = dbapi2.connect

        def connected(database, *args, **options):
            connection = connect(database, *args, **options)
            self._connections.append(connection)
            path = connection.execute("PRAGMA database_list").fetchone()[2]
            if path:
                self._changed[connection] = 0
                self._paths[connection] = path
                self.opens(self._rows_changed, path=path)
                connection.set_trace_callback(self._hearing(connection))
            return connection

        dbapi2.connect = sqlite3.connect = connected

    def _hearing(self, connection):
        """What it calls at each statement."""
        last = None

        def heard(sql):
            nonlocal last
            # SQLite says a statement again for every trigger and cascade in it, before the call that runs it has returned. Of a
            # call that reads nothing is kept: the rows that it has not fetched would keep their table locked.
            said = None if READS.match(sql) else (sql, sys._getframe(1))
            if said is None or said != last:
                last = said
                if self.tell("statement", sql=sql, changes=self._rows_changed(), open=self._is_open()):
                    # No error gets out of here; what is interrupted has done nothing.
                    connection.interrupt()

        return heard

    def _path_of(self, connection):
        """The file that a connection of SQLAlchemy works on; where it cannot be told, the one that was opened last."""
        driver = getattr(getattr(connection, "connection", None), "dbapi_connection", None)
        return self._paths.get(driver) or next(reversed(self._paths.values()), None)

    def _watch_migrations(self):
        from alembic.runtime.migration import MigrationContext

        run = MigrationContext.run_migrations
        observer = self

        def watched(context, **options):
            if context.as_sql:
                # It prints what it would run.
                return run(context, **options)
            migrations = context._migrations_fn

            def steps(heads, current):
                for step in migrations(heads, current):
                    # The one before has been committed where each has a transaction of its own.
                    observer.tell("step", **told(step), changes=observer.changes())
                    yield step

            context._migrations_fn = steps
            if path := observer._path_of(context.connection):
                observer.tell("migrates", path=path)
            try:
                run(context, **options)
                observer.tell("stepsDone", changes=observer.changes())
            finally:
                context._migrations_fn = migrations
            return None

        MigrationContext.run_migrations = watched


    def _watch_settings(self):
        """Where Alembic looks for revision files: whoever calls it may have said so in code."""
        from alembic.script import ScriptDirectory

        begin = ScriptDirectory.__init__
        observer = self

        def begun(scripts, *args, **options):
            begin(scripts, *args, **options)
            observer.tell(
                "scripts",
                folder=os.path.abspath(scripts.dir),
                locations=[os.path.normpath(place) for place in scripts._version_locations],
                isDeep=bool(scripts.recursive_version_locations),
            )

        ScriptDirectory.__init__ = begun


def none():
    """How many rows are changed where no database is open."""
    return 0


def told(step):
    """What a step is, in plain values."""
    if hasattr(step, "revision"):
        return {
            "direction": "upgrade" if step.is_upgrade else "downgrade",
            "revision": step.revision.revision,
        }
    return {"direction": "stamp", "revision": ", ".join(step.to_revisions)}
