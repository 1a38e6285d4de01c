"""PostgreSQL for a project's programs: whatever server a URL names, it is the one that Updown has open."""

import importlib.abc
import sys

from .postgres_session import session

DRIVERS = ("psycopg2", "psycopg2cffi", "psycopg", "asyncpg")
NAMES = ("", ".psycopg2", ".psycopg", ".pg8000", ".psycopg2cffi")


def install():
    """Nothing of it is loaded before a project opens such a database."""
    from sqlalchemy.dialects import registry

    for name in NAMES:
        registry.register(f"postgresql{name}", f"{__package__}.postgres_dialect", "Dialect")
    sys.meta_path.append(NoDriver())


def begin(speak, observer):
    session.begin(speak, observer)


def end():
    session.end()


class NoDriver(importlib.abc.MetaPathFinder):
    """Last to be asked, so that it answers where a module is nowhere."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in DRIVERS:
            return None
        raise ModuleNotFoundError(
            f"No module named {name!r}: it is written in C, and this is Python in a browser. Leave the import out: "
            "SQLAlchemy reaches PostgreSQL here without it, also by postgresql+psycopg2:// and postgresql+asyncpg://. "
            "Its errors are sqlalchemy.exc.IntegrityError and the like; what is in .orig has their pgcode.",
            name=name,
        )
