"""The errors of PostgreSQL, with the classes and the text that psycopg2 gives them.

Tools print both: `(psycopg2.errors.UniqueViolation) duplicate key value …`, with the detail and the hint below.
"""

import functools
import types
import unicodedata

from .postgres_states import name_of


class Warning(Exception):
    """Not used; every driver of a database has it."""


class Error(Exception):
    """What every error of the driver is."""

    pgcode = None
    pgerror = None
    diag = None
    cursor = None


class InterfaceError(Error):
    """The program uses the driver wrongly."""


class DatabaseError(Error):
    """PostgreSQL refuses."""


class DataError(DatabaseError):
    """A value is not one of its type."""


class OperationalError(DatabaseError):
    """Not the program's doing."""


class IntegrityError(DatabaseError):
    """A constraint is violated."""


class InternalError(DatabaseError):
    """The transaction has failed, or a function raises something."""


class ProgrammingError(DatabaseError):
    """The statement is wrong: its syntax, a name, a privilege."""


class NotSupportedError(DatabaseError):
    """PostgreSQL cannot do that."""


class QueryCanceledError(OperationalError):
    """A statement was stopped."""


class TransactionRollbackError(OperationalError):
    """The transaction was in another's way."""


for _one in (Warning, Error, InterfaceError, DatabaseError, DataError, OperationalError, IntegrityError, InternalError, ProgrammingError, NotSupportedError):
    _one.__module__ = "psycopg2"
for _one in (QueryCanceledError, TransactionRollbackError):
    _one.__module__ = "psycopg2.extensions"

KINDS = {
    NotSupportedError: "0A",
    OperationalError: "08 26 27 28 34 53 54 55 57 58 HV",
    ProgrammingError: "20 21 3D 3F 42 44",
    DataError: "22",
    IntegrityError: "23",
    InternalError: "24 25 2B 2D 2F 38 39 3B F0 P0 XX",
    TransactionRollbackError: "40",
}


def error_of(fields, sql):
    """The error that PostgreSQL's fields tell, by their letters, of a statement."""
    state = fields.get("C", "")
    text = told(fields, sql)
    # psycopg2 leaves the severity out of what it prints.
    error = class_of(state)(text.removeprefix(f"{fields.get('S', '')}:  "))
    error.pgcode = state
    error.pgerror = text
    error.diag = types.SimpleNamespace(**{name: fields.get(letter) for letter, name in DIAGNOSTICS.items()})
    return error


DIAGNOSTICS = {
    "S": "severity", "C": "sqlstate", "M": "message_primary", "D": "message_detail", "H": "message_hint",
    "P": "statement_position", "p": "internal_position", "q": "internal_query", "W": "context",
    "s": "schema_name", "t": "table_name", "c": "column_name", "d": "datatype_name", "n": "constraint_name",
    "F": "source_file", "L": "source_line", "R": "source_function",
}  # fmt: skip


@functools.cache
def class_of(state):
    kind = QueryCanceledError if state == "57014" else next(
        (kind for kind, classes in KINDS.items() if state[:2] in classes.split()), DatabaseError
    )
    name = name_of(state)
    return kind if name is None else type(name, (kind,), {"__module__": "psycopg2.errors"})


def told(fields, sql):
    """The text of an error or a notice, as PostgreSQL's own library for clients writes it."""
    text = f"{fields.get('S', '')}:  {fields.get('M', '')}\n"
    if "P" in fields:
        text += place_in(sql, int(fields["P"]))
    elif "p" in fields and "q" in fields:
        text += place_in(fields["q"], int(fields["p"]))
    for letter, label in (("D", "DETAIL"), ("H", "HINT"), ("q", "QUERY"), ("W", "CONTEXT")):
        # Of a notice nobody wants to know where in a function it was.
        if letter in fields and not (letter == "W" and fields.get("V") not in ("ERROR", "FATAL", "PANIC")):
            text += f"{label}:  {fields[letter]}\n"
    return text


WIDEST = 60
RIGHT_OF_PLACE = 10


def place_in(sql, position):
    """The line that a position lies in, cut where it is long, with a mark below the place."""
    at = position - 1
    if at < 0 or at > len(sql):
        return ""
    number, begin, end = line_at(sql, at)
    columns = [0]
    for letter in sql:
        columns.append(columns[-1] + width(letter))
    before = after = ""
    if columns[end] - columns[begin] > WIDEST:
        if columns[begin] + WIDEST >= columns[at] + RIGHT_OF_PLACE:
            after = "..."
        else:
            while columns[at] + RIGHT_OF_PLACE < columns[end]:
                end -= 1
                after = "..."
            while columns[end] - columns[begin] > WIDEST:
                begin += 1
                before = "..."
        while columns[end] - columns[begin] > WIDEST:
            end -= 1
    head = f"LINE {number}: {before}"
    line = sql[begin:end].replace("\t", " ")
    return f"{head}{line}{after}\n{' ' * (len(head) + columns[at] - columns[begin])}^\n"


def line_at(sql, at):
    """The number of the line, where it begins and where it ends; `\\r\\n` ends one line and not two."""
    number, begin = 1, 0
    for place, letter in enumerate(sql):
        if letter not in "\r\n":
            continue
        if place >= at:
            return number, begin, place
        if letter == "\r" or place == 0 or sql[place - 1] != "\r":
            number += 1
        begin = place + 1
    return number, begin, len(sql)


def width(letter):
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
