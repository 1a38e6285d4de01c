"""Standard output and error: what is written goes to the page at once."""

import io


class Stream(io.TextIOBase):
    """One for the life of the interpreter, because tools bind `sys.stdout` when they are imported."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name, number):
        self.name = name
        self.mode = "w"
        self._number = number
        self._is_closed = False
        self.hear = None

    @property
    def closed(self):
        return self._is_closed

    def close(self):
        self._is_closed = True

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self._number

    def write(self, text):
        # click finds out by this whether a stream takes bytes.
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._is_closed:
            raise ValueError("I/O operation on closed file.")
        if text and self.hear is not None:
            self.hear(text)
        return len(text)


class NoInput(io.TextIOBase):
    """Nobody can type into a command: whoever asks is told that there is nothing."""

    name = "<stdin>"
    mode = "r"
    encoding = "utf-8"

    def readable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return 0

    def read(self, size=-1):
        return ""

    def readline(self, size=-1):
        return ""


out = Stream("<stdout>", 1)
err = Stream("<stderr>", 2)
_states = [(one, dict(vars(one))) for one in (out, err)]


def renew():
    """Both are as at the start, whatever a program has done to them; who hears them still does."""
    for stream, state in _states:
        hear = stream.hear
        vars(stream).clear()
        vars(stream).update(state, hear=hear)
