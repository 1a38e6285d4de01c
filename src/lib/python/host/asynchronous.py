"""Programs that await: a loop that needs nothing from the page, and SQLAlchemy's asynchronous engine on the drivers that there are.

SQLAlchemy turns from synchronous code to an event loop and back by greenlet, which is written in C. Here every driver answers
before it returns, so that there is nothing to turn to: what is awaited inside has its answer at once.
"""

import asyncio
import time
import warnings

NAMES = {
    "sqlite.aiosqlite": "Sqlite",
    "postgresql.asyncpg": "Postgres",
    "postgresql.psycopg_async": "Postgres",
}


def install():
    asyncio.run = run
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asyncio.set_event_loop_policy(Policy())
    _without_greenlet()

    from sqlalchemy.dialects import registry

    for name, dialect in NAMES.items():
        registry.register(name, f"{__package__}.asynchronous_dialects", dialect)


def run(main, *, debug=None, loop_factory=None):
    """What `asyncio.run` does, on a loop that ends when there is nothing more to do."""
    asyncio._set_running_loop(None)
    return asyncio.runners.run(main, debug=debug, loop_factory=loop_factory or Loop)


class Loop(asyncio.BaseEventLoop):
    """Runs what is ready and sleeps until the next is; there is no network to listen to."""

    def __init__(self):
        super().__init__()
        self._selector = self

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("what is awaited can never come: there are no threads and no network here")
        if timeout > 0:
            time.sleep(timeout)
        return ()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)

    class Policy(asyncio.DefaultEventLoopPolicy):
        _loop_factory = Loop


class Turn:
    """Stands in for a greenlet: runs its function to the end and then says that it has."""

    def __init__(self, function=None, parent=None):
        self._function = function
        self._result = None
        self._ran = False
        self.parent = parent
        self.dead = False

    def switch(self, *arguments, **named):
        if self._function is None:
            return _answer(*arguments)
        if self._ran:
            self.dead = True
            return self._result
        global _current
        before, _current = _current, self
        try:
            self._result = self._function(*arguments, **named)
        finally:
            _current = before
        self._ran = True
        return _nothing()


class SqlalchemyTurn(Turn):
    __sqlalchemy_greenlet_provider__ = True


_current = Turn()


def _now():
    return _current


async def _nothing():
    return None


def _answer(awaitable):
    """What is awaited, where it has its answer at once."""
    steps = awaitable.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return end.value
    raise RuntimeError("something was awaited inside of SQLAlchemy that has no answer yet")


def _without_greenlet():
    from sqlalchemy.util import concurrency

    concurrency.greenlet = Turn
    concurrency._has_gr_context = False
    shim = concurrency._concurrency_shim
    shim._has_greenlet = True
    shim.greenlet = Turn
    shim.getcurrent = _now
    shim._AsyncIoGreenlet = SqlalchemyTurn
