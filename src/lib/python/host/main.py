"""The one door: `boot` once, then `run` for each command."""

import atexit
import contextvars
import os
import sys

from . import asynchronous, autogenerate, flask_script_today, postgres, programs, sources, streams, wheels
from .observer import Observer

observer = Observer()
_fresh = None


def boot(fetch_sources):
    """Makes the interpreter ready and loads the tools, so that the first command has only its own work to do."""
    global _fresh
    sys.prefix = sys.exec_prefix = sys.base_prefix = sys.base_exec_prefix = "/usr/local"
    sys.executable = "/usr/local/bin/python3"
    sys.dont_write_bytecode = True
    sys.stdout = sys.__stdout__ = streams.out
    sys.stderr = sys.__stderr__ = streams.err
    sys.stdin = sys.__stdin__ = streams.NoInput()
    os.environ.update(HOME="/home/user", USER="user", LANG="C.UTF-8", PATH="/usr/local/bin:/usr/bin:/bin")
    sources.install(fetch_sources)
    programs.install()
    programs.refuse_to_serve()
    wheels.prepare()

    import alembic.command
    import flask.cli
    import flask_migrate
    import flask_sqlalchemy
    import logging.config
    import sqlalchemy.dialects.sqlite

    from .fresh import Fresh

    flask_script_today.install()
    postgres.install()
    asynchronous.install()
    observer.install()
    autogenerate.install()
    # The interpreter's own door to the page around it is no module of a project's.
    sys.modules["pyodide_js"] = None
    # What is to be done at the end of a program is a program's.
    atexit._clear()
    _fresh = Fresh()


def run(arguments, folder, environment, on_output, on_event, speak, decided):
    """Runs a command line in a folder and returns its exit code.

    `on_output(stream, text)` hears what it writes, `on_event(kind, facts)` what it does to the database. `speak`
    sends messages of PostgreSQL's protocol and gives the replies; None where there is no PostgreSQL. `decided` says
    what to do with what autogenerate finds; None where nobody asks.
    """
    streams.out.hear = lambda text: on_output("out", text)
    streams.err.hear = lambda text: on_output("err", text)
    observer.hear = on_event
    postgres.begin(speak, observer)
    autogenerate.begin(decided, observer.tell)
    _fresh.begin(folder, environment)
    try:
        return contextvars.Context().run(_process, list(arguments))
    finally:
        postgres.end()
        autogenerate.end()
        observer.end()
        _fresh.end()
        streams.out.hear = streams.err.hear = None


def _process(arguments):
    code = programs.start(arguments)
    atexit._run_exitfuncs()
    return code
