"""The programs that a command line can name, started as Python starts them."""

import os
import re
import sys
import types

from . import streams

BIN = "/usr/local/bin"
HERE = os.path.dirname(__file__)

# As pip writes it, so that a traceback begins as it does elsewhere.
LAUNCHER = """#!/usr/local/bin/python3
import sys
from {module} import main
if __name__ == '__main__':
    if sys.argv[0].endswith('.exe'):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit(main())
"""

LAUNCHED = {"flask": "flask.cli", "alembic": "alembic.config"}


def install():
    os.makedirs(BIN, exist_ok=True)
    for name, module in LAUNCHED.items():
        with open(f"{BIN}/{name}", "w") as file:
            file.write(LAUNCHER.format(module=module))


def start(arguments):
    """Runs a program with its arguments and returns its exit code."""
    name, rest = arguments[0], arguments[1:]
    if name in LAUNCHED:
        return script(f"{BIN}/{name}", [f"{BIN}/{name}", *rest], f"{BIN}")
    if re.fullmatch(r"python(3(\.14)?)?", name):
        return interpreter(name, rest)
    if re.fullmatch(r"pip3?", name):
        from . import pip

        return pip.main(rest)
    command = installed(name)
    if command is not None:
        return script_of(command, [f"{BIN}/{name}", *rest])
    raise LookupError(name)


def installed(name):
    """The command of that name that a package brings; None where none does."""
    from importlib import metadata

    found = metadata.entry_points(group="console_scripts", name=name)
    return next(iter(found), None)


def script_of(command, arguments):
    def run():
        sys.argv[:] = arguments
        sys.exit(command.load()())

    sys.path.insert(0, BIN)
    return ended(run)


def interpreter(name, arguments):
    """`python FILE`, `python -m MODULE`, `python -c CODE`, `python -V`."""
    while arguments and re.fullmatch(r"-[bBdEiIOPqsSuvx]+|-[WX].+", arguments[0]):
        arguments = arguments[1:]
    if not arguments:
        streams.err.write("python: there is no keyboard to type at here. Run a file: python FILE.py\n")
        return 2
    first, rest = arguments[0], arguments[1:]
    if first in ("-V", "--version"):
        streams.out.write(f"Python {sys.version.split()[0]}\n")
        return 0
    if first in ("-c", "-m") and not rest:
        streams.err.write(f"Argument expected for the {first} option\n")
        return 2
    if first == "-c":
        return program(compile_text(rest[0], "<string>"), ["-c", *rest[1:]], "", None)
    if first == "-m":
        return module(rest[0], rest[1:])
    if first.startswith("-"):
        streams.err.write(f"unknown option {first}\nTry `python -h' for more information.\n")
        return 2
    path = os.path.abspath(first)
    if os.path.isdir(path):
        streams.err.write(f"{BIN}/{name}: can't find '__main__' module in {path!r}\n")
        return 1
    if not os.path.exists(path):
        streams.err.write(f"{name}: can't open file {path!r}: [Errno 2] No such file or directory\n")
        return 2
    return script(path, [first, *rest], os.path.dirname(path))


def script(path, arguments, folder):
    with open(path, "rb") as file:
        source = file.read()
    return program(lambda: compile(source, path, "exec", dont_inherit=True), arguments, folder, path)


def compile_text(text, name):
    return lambda: compile(text, name, "exec", dont_inherit=True)


def module(name, arguments):
    """`python -m`: the module is found with the current folder first on the path."""
    import runpy

    if name == "pip":
        from . import pip

        return pip.main(arguments)

    def run():
        sys.argv[:] = [name, *arguments]
        runpy.run_module(name, run_name="__main__", alter_sys=True)

    sys.path.insert(0, os.getcwd())
    return ended(run)


def program(compiled, arguments, folder, path):
    main = types.ModuleType("__main__")
    main.__builtins__ = __builtins__
    if path is not None:
        main.__file__ = path
    sys.modules["__main__"] = main
    sys.argv[:] = arguments
    sys.path.insert(0, folder)
    return ended(lambda: exec(compiled(), vars(main)))


def ended(run):
    """Runs it and gives the exit code that the process would have; an exception nobody caught is printed."""
    try:
        run()
    except SystemExit as leaving:
        if leaving.code is None:
            return 0
        if isinstance(leaving.code, int):
            return leaving.code & 0xFF
        streams.err.write(f"{leaving.code}\n")
        return 1
    except BaseException as error:
        without_own_frames(error)
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def without_own_frames(error, seen=()):
    """What runs the program is no part of what it did: its frames are left out, also of what led to the error."""
    if error is not None and error not in seen:
        error.__traceback__ = foreign(error.__traceback__)
        for one in (error.__cause__, error.__context__):
            without_own_frames(one, (*seen, error))
    return error


def foreign(trace):
    frames = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(HERE):
            frames.append(trace)
        trace = trace.tb_next
    for one, inner in zip(frames, [*frames[1:], None]):
        # Python looks through all that follows for a loop, which takes long where much does.
        if one.tb_next is not inner:
            one.tb_next = inner
    return frames[0] if frames else None


def refuse_to_serve():
    """Nothing can reach a server in a browser's worker, and waiting for somebody would never end."""
    import errno
    import socket

    def listen(*_):
        raise OSError(errno.EOPNOTSUPP, "nothing can reach a server here; try requests with app.test_client()")

    socket.socket.bind = socket.socket.listen = listen
    # Other systems have it, and packages look for it when they are imported.
    socket.AF_UNIX = 1
