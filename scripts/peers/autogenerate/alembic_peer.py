"""Alembic's autogenerate as `flask db migrate` and `flask db upgrade` use it, one JSON request and answer a line.

`generate` writes a revision that makes the database `from` into the database `to`, whose reflection stands in for
the models; `run` runs one side of it; `time` compares a database with itself and 20 more columns.
"""

import json
import sys
import time
import warnings

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.dialects import postgresql, sqlite


def engine_of(address):
    return sa.create_engine(address, poolclass=sa.pool.NullPool)


def reflect(connection):
    """All tables of all schemas, as far as SQLAlchemy knows them; the default schema has no name."""
    metadata = sa.MetaData()
    inspector = sa.inspect(connection)
    for schema in inspector.get_schema_names():
        if schema == "information_schema" or schema.startswith("pg_"):
            continue
        default = schema == inspector.default_schema_name
        metadata.reflect(connection, schema=None if default else schema)
    return metadata


def context_of(connection, metadata=None):
    options = {
        "target_metadata": metadata,
        "compare_type": True,
        "compare_server_default": True,
        "render_as_batch": True,
        "include_schemas": connection.dialect.name == "postgresql",
    }
    return MigrationContext.configure(connection, opts=options)


def generate(request):
    with engine_of(request["to"]).connect() as connection:
        metadata = reflect(connection)
    with engine_of(request["from"]).connect() as connection:
        context = context_of(connection, metadata)
        script = produce_migrations(context, metadata)
        options = {"render_as_batch": True, "migration_context": context}
        return {
            "upgrade": render_python_code(script.upgrade_ops, **options),
            "downgrade": render_python_code(script.downgrade_ops, **options),
        }


def run(request):
    with engine_of(request["at"]).begin() as connection:
        names = {
            "op": Operations(context_of(connection)),
            "sa": sa,
            "postgresql": postgresql,
            "sqlite": sqlite,
            "Text": sa.Text,
        }
        # What is rendered stands in a function's body, all lines but the first indented for it.
        exec(f"def side():\n    {request['code']}\n\nside()\n", names)
    return {}


def timed(request):
    with engine_of(request["at"]).connect() as connection:
        metadata = reflect(connection)
    for table in list(metadata.tables.values())[: request["added"]]:
        table.append_column(sa.Column("added", sa.Integer))
    with engine_of(request["at"]).connect() as connection:
        start = time.perf_counter()
        changes = compare_metadata(context_of(connection, metadata), metadata)
        return {"milliseconds": (time.perf_counter() - start) * 1000, "changes": len(changes)}


verbs = {"generate": generate, "run": run, "time": timed}

warnings.simplefilter("ignore")
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = verbs[request["do"]](request)
    except Exception as error:  # whatever it is, the next pair goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), file=answers, flush=True)
