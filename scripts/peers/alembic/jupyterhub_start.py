"""Makes the database of jupyterhub as its models have it, with rows: `python start.py`. Its revisions begin with tables that are there."""

from datetime import datetime

import sqlalchemy as sa
from jupyterhub import orm

engine = sa.create_engine("sqlite:///app.db")
orm.Base.metadata.create_all(engine)
tables = orm.Base.metadata.tables
rows = {
    "users": [
        {"id": n, "name": f"user {n}", "admin": n == 1, "cookie_id": f"cookie {n}", "created": datetime(2026, 1, n)}
        for n in range(1, 21)
    ],
    "groups": [{"id": n, "name": f"group {n}"} for n in range(1, 4)],
    "user_group_map": [{"user_id": n, "group_id": n % 3 + 1} for n in range(1, 21)],
}
with engine.begin() as connection:
    for name, given in rows.items():
        connection.execute(tables[name].insert(), given)
print(", ".join(f"{len(given)} {name}" for name, given in rows.items()))
