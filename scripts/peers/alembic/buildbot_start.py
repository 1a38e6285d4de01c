"""Makes the database of buildbot as it was at its first Alembic revision, 059, with rows: `python start.py`.

The models are those of the newest version; what the later revisions have added is taken away.
"""

import sqlalchemy as sa
from buildbot.db.model import Model

LATER_TABLES = ("codebase_branches", "codebase_commits", "codebases", "projects")
LATER_COLUMNS = {
    "builders": {"projectid", "description_format", "description_html"},
    "steps": {"locks_acquired_at"},
    "workers": {"pause_reason"},
    "buildsets": {"rebuilt_buildid"},
    "builds": {"locks_duration_s"},
}


def first_version():
    """The tables without what came later: columns, and the keys and indexes on them."""
    metadata = sa.MetaData()
    for table in Model.metadata.tables.values():
        if table.name in LATER_TABLES:
            continue
        later = LATER_COLUMNS.get(table.name, set())
        columns = [
            sa.Column(
                one.name,
                one.type,
                *[sa.ForeignKey(key.target_fullname, ondelete=key.ondelete) for key in one.foreign_keys],
                primary_key=one.primary_key,
                nullable=one.nullable,
                server_default=one.server_default,
            )
            for one in table.columns
            if one.name not in later
        ]
        made = sa.Table(table.name, metadata, *columns)
        for index in table.indexes:
            names = [column.name for column in index.columns]
            if not later.intersection(names):
                sa.Index(index.name, *[made.c[name] for name in names], unique=index.unique)
    return metadata


metadata = first_version()
engine = sa.create_engine("sqlite:///app.db")
with engine.begin() as connection:
    metadata.create_all(connection)
    rows = {
        "builders": [{"id": n, "name": f"builder {n}", "name_hash": f"{n:040}"} for n in range(1, 21)],
        "workers": [{"id": n, "name": f"worker {n}", "info": {"n": n}, "paused": 0, "graceful": 0} for n in range(1, 6)],
        "masters": [{"id": 1, "name": "one", "name_hash": "0" * 40, "active": 1, "last_active": 1}],
        "buildsets": [{"id": n, "submitted_at": n, "complete": 0, "results": -1} for n in range(1, 11)],
    }
    for name, given in rows.items():
        connection.execute(metadata.tables[name].insert(), given)
print(", ".join(f"{len(given)} {name}" for name, given in rows.items()))
