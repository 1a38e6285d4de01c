"""What Alembic's autogenerate finds, told to the page, and what a person has decided of it, done before the file is written.

Alembic compares, renders and writes by itself. Between its comparison and its rendering stands this: operations can be left
out, a drop and an add can become a rename, and what it has missed can be added.
"""

_decided = None
_tell = None


def install():
    from alembic.autogenerate import compare

    # What it imports binds the streams, which must be in place by then.
    from . import autogenerate_ops

    populate = compare._populate_migration_script

    def populated(context, script):
        filters = _Filters(context)
        populate(context, script)
        found = script.upgrade_ops_list[-1]
        if _decided is None:
            return
        if _decided.get("tell"):
            _tell("compared", **_told(context, found, filters.refused))
        if autogenerate_ops.decide(context, found, _decided):
            script.downgrade_ops_list[-1].ops[:] = []
            found.reverse_into(script.downgrade_ops_list[-1])

    compare._populate_migration_script = populated


def begin(decided, tell):
    """A command begins. `decided` says what to do with what it finds; None where nobody asks."""
    global _decided, _tell
    _decided, _tell = decided, tell


def end():
    begin(None, None)


class _Filters:
    """Remembers what the project's own `include_name` and `include_object` leave out of the comparison."""

    def __init__(self, context):
        self.refused = []
        by_name, by_object = context.run_name_filters, context.run_object_filters

        def names(name, kind, parents):
            taken = by_name(name, kind, parents)
            if not taken:
                self._refuse(kind, parents.get("schema_name"), parents.get("table_name"), name)
            return taken

        def objects(item, name, kind, reflected, compare_to):
            taken = by_object(item, name, kind, reflected, compare_to)
            if not taken:
                table = getattr(item, "table", None)
                self._refuse(kind, getattr(item if table is None else table, "schema", None), getattr(table, "name", None), name)
            return taken

        context.run_name_filters = names
        context.run_object_filters = context.run_filters = objects

    def _refuse(self, kind, schema, table, name):
        if name is not None:
            self.refused.append({"kind": kind, "schema": schema, "table": table if kind != "table" else name, "name": str(name)})


def _told(context, found, refused):
    from . import autogenerate_ops

    named = autogenerate_ops.named(found)
    tables = {(op.schema, op.table_name): [] for _, op in named if hasattr(op, "table_name")}
    for table in context.sorted_tables:
        tables[(table.schema, table.name)] = [str(one.name) for one in table.columns if one.server_default is not None]
    return {
        "ops": [autogenerate_ops.told(context, name, op) for name, op in named],
        "models": _creation(context),
        "schemas": sorted({table.schema for table in context.sorted_tables if table.schema}),
        "tables": [{"schema": schema, "table": str(table), "defaults": defaults} for (schema, table), defaults in tables.items()],
        "refused": refused,
    }


def _creation(context):
    """What SQLAlchemy's `create_all` would run on an empty database of this kind."""
    from sqlalchemy.engine.mock import MockConnection
    from sqlalchemy.sql.elements import ClauseElement

    dialect = context.dialect
    statements = []

    def run(statement, parameters=None):
        text = str(statement.compile(dialect=dialect)) if isinstance(statement, ClauseElement) else str(statement)
        # What the driver does to a statement with places for values in it.
        text = text.replace("%%", "%") if dialect.paramstyle in ("format", "pyformat") else text
        if text.strip():
            statements.append(text.strip().rstrip(";") + ";")

    connection = MockConnection(dialect, run)
    for metadata in context.metadata if isinstance(context.metadata, (list, tuple)) else [context.metadata]:
        metadata.create_all(connection, checkfirst=False)
    return statements
