"""What Python itself is like before any project: its streams, hooks and limits, its functions, and the folders outside of a project."""

import builtins
import gc
import os
import random
import shutil
import sys

from . import streams

# The packages of a project lie below its home, and are kept from command to command.
FOLDERS = {"/tmp": (), "/home/user": (".local",)}


class Pristine:
    """Remembers what is there now, with the functions and classes of `modules`, and brings it back."""

    def __init__(self, modules):
        self._environment = os.environ
        self._limit = sys.getrecursionlimit()
        self._digits = sys.get_int_max_str_digits()
        self._finders = [(found, list(found)) for found in (sys.meta_path, sys.path_hooks)]
        self._whole = [(vars(one), dict(vars(one))) for one in (builtins, sys)]
        self._functions = [
            (vars(module), {name: value for name, value in vars(module).items() if callable(value)})
            for module in modules
            if module not in (builtins, sys)
        ]

    def restore(self):
        # Nothing built in can be used before it is known to be what it was.
        for there, known in self._whole:
            there.update(known)
        for there, known in self._whole:
            for name in there.keys() - known.keys():
                del there[name]
        for there, known in self._functions:
            there.update(known)
        streams.renew()
        for found, known in self._finders:
            found[:] = known
        os.environ = self._environment
        os.umask(0o022)
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(self._limit)
        sys.set_int_max_str_digits(self._digits)
        gc.enable()
        random.seed()
        for folder, kept in FOLDERS.items():
            _empty(folder, kept)


def _empty(folder, kept):
    os.makedirs(folder, exist_ok=True)
    for entry in os.scandir(folder):
        if entry.name in kept:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.remove(entry.path)
