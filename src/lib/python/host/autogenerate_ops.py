"""Alembic's operations as plain values, and what can be done with them before they are rendered."""

import re

from alembic.autogenerate import render_op_text, renderers
from alembic.autogenerate.render import _alembic_autogenerate_prefix, render_op
from alembic.operations import ops
from sqlalchemy import MetaData, Table

class RenameTable(ops.RenameTableOp):
    """Alembic has the operation, and neither its way back nor its text."""

    def reverse(self):
        return RenameTable(self.new_table_name, self.table_name, schema=self.schema)


class RenameColumn(ops.AlterColumnOp):
    def reverse(self):
        return RenameColumn(self.table_name, self.modify_name, schema=self.schema, modify_name=self.column_name)


class Batch(ops.ModifyTableOps):
    """Changes that SQLite can only make by building the table anew, whatever `render_as_batch` says of the rest."""

    def reverse(self):
        return Batch(self.table_name, ops=[one.reverse() for one in reversed(self.ops)], schema=self.schema)


class Run(ops.MigrateOperation):
    """Statements that no directive says, with those that take them back."""

    def __init__(self, up, down):
        self.up, self.down = up, down

    def reverse(self):
        return Run(self.down, self.up)


@renderers.dispatch_for(RenameTable)
def _rename_table(context, op):
    schema = "" if op.schema is None else f", schema={op.schema!r}"
    return f"{_alembic_autogenerate_prefix(context)}rename_table({op.table_name!r}, {op.new_table_name!r}{schema})"


@renderers.dispatch_for(Batch)
def _batch(context, op):
    before = context.opts.get("render_as_batch", False)
    context.opts["render_as_batch"] = True
    try:
        return render_op(context, ops.ModifyTableOps(op.table_name, ops=op.ops, schema=op.schema))
    finally:
        context.opts["render_as_batch"] = before


@renderers.dispatch_for(Run)
def _run(context, op):
    return [f"{_alembic_autogenerate_prefix(context)}execute({_literal(one)})" for one in op.up]


KINDS = {
    "CreateTableOp": "addTable",
    "DropTableOp": "dropTable",
    "AddColumnOp": "addColumn",
    "DropColumnOp": "dropColumn",
    "AlterColumnOp": "alterColumn",
    "CreateIndexOp": "addIndex",
    "DropIndexOp": "dropIndex",
    "CreateUniqueConstraintOp": "addConstraint",
    "CreateForeignKeyOp": "addConstraint",
    "CreateCheckConstraintOp": "addConstraint",
    "CreatePrimaryKeyOp": "addConstraint",
    "DropConstraintOp": "dropConstraint",
    "CreateTableCommentOp": "comment",
    "DropTableCommentOp": "comment",
}


def _literal(sql):
    """A statement as a Python literal a person would write. `op.execute` takes `:name` for a place unless it is escaped."""
    text = re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", sql)
    if "\n" not in text or '"""' in text:
        return repr(text)
    escaped = text.replace("\\", "\\\\")
    return f'"""{escaped}{" " if escaped.endswith(chr(34)) else ""}"""'


def named(found):
    """Every operation with a name that it has in every comparison of the same models."""
    result, seen = [], {}
    for op in _flat(found.ops):
        name = " ".join(str(part) for part in _identity(op))
        seen[name] = seen.get(name, 0) + 1
        result.append((name if seen[name] == 1 else f"{name} #{seen[name]}", op))
    return result


def _flat(listed):
    for op in listed:
        if hasattr(op, "ops"):
            yield from _flat(op.ops)
        else:
            yield op


def _identity(op):
    facts = _facts(op)
    return [facts["kind"], *(facts[part] for part in ("schema", "table", "column", "name") if facts[part] is not None), *facts["columns"]]


def _facts(op):
    kind = KINDS.get(type(op).__name__, "other")
    name = getattr(op, "index_name", None) or getattr(op, "constraint_name", None)
    column = getattr(op, "column_name", None)
    columns = []
    aspects = []
    if kind == "addColumn":
        column = op.column.name
    elif type(op).__name__ == "CreateForeignKeyOp":
        columns = list(op.local_cols)
    elif type(op).__name__ == "CreateUniqueConstraintOp":
        columns = [getattr(one, "name", one) for one in op.columns]
    elif kind == "dropConstraint":
        reverse = getattr(op, "_reverse", None)
        columns = list(getattr(reverse, "local_cols", ()) or (getattr(one, "name", one) for one in getattr(reverse, "columns", ()) or ()))
    elif kind == "alterColumn":
        aspects = [
            aspect
            for aspect, changed in (
                ("type", op.modify_type is not None),
                ("nullable", op.modify_nullable is not None),
                ("default", op.modify_server_default is not False),
                ("comment", op.modify_comment is not False),
            )
            if changed
        ]
    return {
        "kind": kind,
        "schema": getattr(op, "schema", None) or getattr(op, "kw", {}).get("source_schema"),
        "table": _text(getattr(op, "table_name", None) or getattr(op, "source_table", None)),
        "column": _text(column),
        "name": _text(name),
        "columns": [str(one) for one in columns],
        "aspects": aspects,
    }


def _text(name):
    return None if name is None or not isinstance(name, str) else str(name)


def told(context, name, op):
    return {"id": name, **_facts(op), "code": render_op_text(context, op).strip()}


def decide(context, found, decided):
    """Does what was decided; whether anything was."""
    out = set(decided.get("leaveOut", ()))
    renames = decided.get("renames", ())
    additions = decided.get("add", ())
    if not out and not renames and not additions:
        return False
    gone = {id(op) for name, op in named(found) if name in out}
    found.ops[:] = _without(found.ops, gone)
    for rename in renames:
        if rename["kind"] == "table":
            _follow(found.ops, rename)
    made = [_made(context, one) for one in additions]
    first = [op for op, one in zip(made, additions) if one.get("first")]
    last = [op for op, one in zip(made, additions) if not one.get("first")]
    made_anew = [_rename(one) for one in renames]
    # An index or a rule of the column goes under its old name, so that the way back makes it when the column has that again.
    drops = _taken(found.ops, [one for one in renames if one["kind"] == "column"])
    tables = [op for op in made_anew if isinstance(op, RenameTable)]
    columns = [op for op in made_anew if not isinstance(op, RenameTable)]
    found.ops[:] = [*tables, *drops, *columns, *first, *found.ops, *last]
    return True


def _without(listed, gone):
    kept = []
    for op in listed:
        if id(op) in gone:
            continue
        if hasattr(op, "ops"):
            op.ops[:] = _without(op.ops, gone)
            if not op.ops:
                continue
        kept.append(op)
    return kept


def _taken(listed, renames):
    """Takes out what drops an index or a rule of a column that is renamed, each in a change of its table."""
    taken = []
    for op in list(listed):
        if isinstance(op, ops.ModifyTableOps):
            drops = _taken(op.ops, renames)
            if drops:
                taken.append(ops.ModifyTableOps(op.table_name, ops=drops, schema=op.schema))
        elif isinstance(op, (ops.DropIndexOp, ops.DropConstraintOp)) and _is_on(op, renames):
            listed.remove(op)
            taken.append(op)
    listed[:] = [op for op in listed if not isinstance(op, ops.ModifyTableOps) or op.ops]
    return taken


def _is_on(op, renames):
    dropped = getattr(op, "_reverse", None)
    columns = getattr(dropped, "local_cols", None) or getattr(dropped, "columns", None) or ()
    names = {str(getattr(one, "name", one)) for one in columns}
    return any(one["table"] == op.table_name and one.get("schema") == op.schema and one["from"] in names for one in renames)


def _follow(listed, rename):
    """What is left of Alembic's plan for the old table is done to the new one, which it is by then."""
    for op in listed:
        if getattr(op, "table_name", None) == rename["from"] and op.schema == rename.get("schema"):
            op.table_name = rename["to"]
        _follow(getattr(op, "ops", ()), rename)


def _rename(rename):
    if rename["kind"] == "table":
        return RenameTable(rename["from"], rename["to"], schema=rename.get("schema"))
    op = RenameColumn(rename["table"], rename["from"], schema=rename.get("schema"), modify_name=rename["to"])
    return ops.ModifyTableOps(rename["table"], ops=[op], schema=rename.get("schema"))


def _made(context, one):
    if one["do"] == "execute":
        return Run(list(one["up"]), list(one["down"]))
    table, schema = one["table"], one.get("schema")
    if one["do"] == "alterColumn":
        inner = _altered(context, one)
    else:
        check = ops.CreateCheckConstraintOp(one["name"], table, one["condition"], schema=schema)
        drop = ops.DropConstraintOp(one["name"], table, type_="check", schema=schema, _reverse=check)
        inner = check if one["do"] == "addCheck" else drop
    # What SQLite cannot alter is built anew.
    kind = Batch if context.dialect.name == "sqlite" else ops.ModifyTableOps
    return kind(table, ops=[inner], schema=schema)


def _altered(context, one):
    """The change of a column from what the database has to what the model says."""
    table, schema, aspects = one["table"], one.get("schema"), one["aspects"]
    there = Table(one["tableBefore"], MetaData(), schema=schema)
    context.inspector.reflect_table(there, None)
    old = there.c[one["columnBefore"]]
    new = next(each for each in context.sorted_tables if each.name == table and each.schema == schema).c[one["column"]]
    options = {}
    if "type" in aspects:
        options["modify_type"] = new.type
    if "nullable" in aspects:
        options["modify_nullable"] = new.nullable
    if "default" in aspects:
        options["modify_server_default"] = new.server_default
    if "comment" in aspects:
        options["modify_comment"] = new.comment
    return ops.AlterColumnOp(
        table,
        one["column"],
        schema=schema,
        existing_type=old.type,
        existing_nullable=old.nullable,
        existing_server_default=old.server_default,
        existing_comment=old.comment if "comment" in aspects else None,
        **options,
    )
