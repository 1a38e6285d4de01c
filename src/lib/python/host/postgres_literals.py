"""Values written into a statement as psycopg2 writes them, so that whoever sees the statement sees all of it."""

import datetime
import decimal
import functools
import ipaddress
import math
import re
import uuid

from pg8000.converters import make_param, PY_TYPES

from .postgres_errors import ProgrammingError

PLACE = re.compile(r"%(?:%|s|\((?P<name>[^)]*)\)s)")


def written(statement, values):
    """The statement with its values in the places of `%s` and `%(name)s`; `%%` is a percent sign."""
    left = iter(values) if not isinstance(values, dict) else iter(())

    def replaced(place):
        if place[0] == "%%":
            return "%"
        if place["name"] is not None:
            return literal(values[place["name"]])
        try:
            return literal(next(left))
        except StopIteration:
            raise IndexError("list index out of range") from None

    text = PLACE.sub(replaced, statement)
    if next(left, left) is not left:
        raise TypeError("not all arguments converted during string formatting")
    return text


@functools.singledispatch
def literal(value):
    if type(value) in PY_TYPES:
        return quoted(make_param(PY_TYPES, value))
    raise ProgrammingError(f"can't adapt type '{type(value).__name__}'")


@literal.register
def _(value: None):
    return "NULL"


@literal.register
def quoted(value: str):
    if "\0" in value:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    text = value.replace("'", "''")
    return " E'{}'".format(text.replace("\\", "\\\\")) if "\\" in text else f"'{text}'"


@literal.register
def _(value: bool):
    return "true" if value else "false"


@literal.register
def _(value: int):
    # A space, because two minus signs begin a comment.
    return f" {int(value)}" if value < 0 else str(int(value))


@literal.register
def _(value: float):
    if math.isfinite(value):
        return f" {value!r}" if value < 0 else repr(value)
    return {"nan": "'NaN'::float", "inf": "'Infinity'::float", "-inf": "'-Infinity'::float"}[str(value)]


@literal.register
def _(value: decimal.Decimal):
    if not value.is_finite():
        return "'NaN'::numeric"
    return f" {value}" if value < 0 else str(value)


@literal.register
def _(value: bytes):
    return f"'\\x{value.hex()}'::bytea"


@literal.register(bytearray)
@literal.register(memoryview)
def _(value):
    return literal(bytes(value))


@literal.register
def _(value: datetime.datetime):
    return f"'{value.isoformat()}'::{'timestamp' if value.tzinfo is None else 'timestamptz'}"


@literal.register
def _(value: datetime.date):
    return f"'{value.isoformat()}'::date"


@literal.register
def _(value: datetime.time):
    return f"'{value.isoformat()}'::{'time' if value.tzinfo is None else 'timetz'}"


@literal.register
def _(value: datetime.timedelta):
    return f"'{value.days} days {value.seconds}.{value.microseconds:06} seconds'::interval"


@literal.register
def _(value: uuid.UUID):
    return f"'{value}'::uuid"


@literal.register(ipaddress.IPv4Address)
@literal.register(ipaddress.IPv6Address)
@literal.register(ipaddress.IPv4Interface)
@literal.register(ipaddress.IPv6Interface)
def _(value):
    return f"'{value}'::inet"


@literal.register
def _(value: list):
    if not value:
        return "'{}'"
    # Of ARRAY[ARRAY[]] PostgreSQL does not know what it holds, and of '{{}}' it does.
    if all(isinstance(one, list) and not one for one in value):
        return "'{" + ",".join("{}" for _ in value) + "}'"
    return f"ARRAY[{','.join(map(literal, value))}]"


@literal.register
def _(value: tuple):
    return f"({', '.join(map(literal, value))})"
