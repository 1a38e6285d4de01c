"""Makes each command begin as a new process does, without the time that a new process takes.

The libraries stay loaded. What a project did to them does not: its modules, its logging, its warnings, its
listeners, what it registered and the functions that it replaced are gone before the next command. What it did to their classes
and to modules that were loaded later stays.
"""

import gc
import importlib
import logging
import os
import sys
import warnings

from .pristine import Pristine

LIBRARIES = ("/usr/local/lib/", "/lib/")


class Fresh:
    """What the interpreter is like before any project."""

    def __init__(self):
        self._path = list(sys.path)
        self._environment = dict(os.environ)
        self._filters = list(warnings.filters)
        self._loggers = {name: _state(logger) for name, logger in _loggers()}
        self._listened = _Listeners()
        self._registries = _registries()
        self._modules = {name: one for name, one in sys.modules.items() if one is None or _is_library(one)}
        own = __package__ + "."
        self._pristine = Pristine([one for name, one in self._modules.items() if one and not name.startswith(own)])

    def begin(self, folder, environment):
        """A command begins in `folder`, with these variables beside the usual ones."""
        os.environ.clear()
        os.environ.update(self._environment, **environment, PWD=folder)
        os.chdir(folder)
        sys.path[:] = self._path
        importlib.invalidate_caches()

    def end(self):
        """The command is over, as if its process had ended."""
        self._pristine.restore()
        _close_loggers(self._loggers)
        self._listened.forget()
        for registry, known in self._registries:
            registry.clear()
            registry.update(known)
        for name, module in list(sys.modules.items()):
            if module is None:
                continue  # A name that must not be found.
            if name not in self._modules and not _is_library(module):
                del sys.modules[name]
            else:
                vars(module).pop("__warningregistry__", None)
        sys.modules.update(self._modules)
        warnings.resetwarnings()
        warnings.filters.extend(self._filters)
        sys.path[:] = self._path
        sys.path_importer_cache.clear()
        os.chdir("/")
        gc.collect()


def _is_library(module):
    spec = getattr(module, "__spec__", None)
    origin = getattr(spec, "origin", None) or getattr(module, "__file__", None)
    if origin is None:
        # A folder without __init__.py is somebody's; what has neither place nor folder is Python's own.
        places = list(getattr(module, "__path__", ()))
        return not any(not place.startswith(LIBRARIES) for place in places) and module.__name__ != "__main__"
    return origin in ("built-in", "frozen") or origin.startswith(LIBRARIES)


def _loggers():
    yield None, logging.root
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger):
            yield name, logger


def _state(logger):
    return logger.level, logger.propagate, logger.disabled, tuple(logger.handlers), tuple(logger.filters)


def _close_loggers(known):
    logging.disable(logging.NOTSET)
    for name, logger in _loggers():
        level, propagate, disabled, handlers, filters = known.get(name, (logging.NOTSET, True, False, (), ()))
        for handler in list(logger.handlers):
            if handler not in handlers:
                logger.removeHandler(handler)
                handler.close()
        logger.setLevel(level)
        logger.propagate, logger.disabled = propagate, disabled
        logger.handlers[:], logger.filters[:] = handlers, filters
    logging.root.manager._clear_cache()


class _Listeners:
    """Listeners on SQLAlchemy's own classes, such as one for every connection, outlive the project that set them."""

    def __init__(self):
        from sqlalchemy.event import api

        self._api = api
        self._heard = []
        listen = api.listen

        def remembering(target, identifier, fn, *args, **options):
            listen(target, identifier, fn, *args, **options)
            self._heard.append((target, identifier, fn))

        api.listen = remembering
        sys.modules["sqlalchemy.event"].listen = remembering

    def forget(self):
        from sqlalchemy.exc import InvalidRequestError

        for target, identifier, fn in self._heard:
            try:
                self._api.remove(target, identifier, fn)
            except (InvalidRequestError, KeyError, AttributeError):
                pass  # Listened once, or gone with its target.
        self._heard.clear()


def _registries():
    """Where a project's env.py may add what Alembic compares, renders and does."""
    from alembic.autogenerate import comparators, renderers
    from alembic.operations.base import Operations

    return [(one._registry, dict(one._registry)) for one in (comparators, renderers, Operations._to_impl)]
