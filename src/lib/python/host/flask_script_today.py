"""Lets the Flask-Script of 2017 run on today's Flask, and gives Flask-Migrate back the commands it had for it.

Flask-Script takes two names from the Flask of its time, and puts one on a parser that the parser has itself today.
Flask-Migrate had `MigrateCommand`, a manager of Flask-Script
whose commands are Flask-Migrate's functions, until its third version.
"""

import sys
import types


def install():
    import flask
    import flask_migrate

    compat = types.ModuleType("flask._compat")
    compat.text_type = str
    compat.__spec__ = types.SimpleNamespace(origin="built-in", name="flask._compat")
    sys.modules["flask._compat"] = compat
    flask._request_ctx_stack = _ContextOfToday()

    from flask_script import Manager

    Manager._patch_argparser = _help_without_arguments

    def given_back(name):
        if name == "MigrateCommand":
            return migrate_command()
        raise AttributeError(f"module 'flask_migrate' has no attribute {name!r}")

    flask_migrate.__getattr__ = given_back


def _help_without_arguments(manager, parser):
    """What Flask-Script does by replacing a method: a command that lacks its subcommand prints the help."""
    parse = parser._parse_known_args

    def parse_or_help(words, *args, **options):
        if not words:
            parser.print_help()
            parser.exit(2)
        return parse(words, *args, **options)

    parser._parse_known_args = parse_or_help


class _ContextOfToday:
    @property
    def top(self):
        from flask import current_app

        return types.SimpleNamespace(app=current_app._get_current_object())


def migrate_command():
    """A manager with the commands and options that Flask-Migrate 2 had."""
    import flask_migrate
    from flask_script import Manager

    manager = Manager(usage="Perform database migrations")
    directory = _option("-d", "--directory", default=None, help="Migration script directory (default is 'migrations')")
    sql = _option("--sql", action="store_true", default=False, help="Don't emit SQL to database - dump to standard output instead")
    tag = _option("--tag", default=None, help="Arbitrary 'tag' name - can be used by custom env.py scripts")
    x_arg = _option("-x", "--x-arg", default=None, action="append", help="Additional arguments consumed by custom env.py scripts")
    verbose = _option("-v", "--verbose", action="store_true", default=False, help="Use more verbose output")
    message = _option("-m", "--message", default=None, help="Revision message")
    rev_id = _option("--rev-id", default=None, help="Specify a hardcoded revision id instead of generating one")
    label = _option("--branch-label", default=None, help="Specify a branch label to apply to the new revision")
    place = [
        _option("--head", default="head", help="Specify head revision or <branchname>@head to base new revision on"),
        _option("--splice", action="store_true", default=False, help="Allow a non-head revision as the 'head' to splice onto"),
        label,
        _option("--version-path", default=None, help="Specify specific path from config for version file"),
        rev_id,
    ]
    resolve = _option("--resolve-dependencies", action="store_true", default=False, help="Treat dependency versions as down revisions")

    def revision(default):
        return _option("revision", nargs="?", default=default, help="revision identifier")

    commands = {
        "init": ([_option("--multidb", action="store_true", default=False, help="Multiple databases migraton (default is False)")], "Creates a new migration repository"),
        "revision": ([message, _option("--autogenerate", action="store_true", default=False, help="Populate revision script with candidate migration operations, based on comparison of database to model"), sql, *place], "Create a new revision file."),
        "migrate": ([message, sql, *place, x_arg], "Alias for 'revision --autogenerate'"),
        "edit": ([revision("head")], "Edit current revision."),
        "merge": ([_option("revisions", nargs="+", help="one or more revisions, or 'heads' for all heads"), message, label, rev_id], "Merge two revisions together.  Creates a new migration file"),
        "upgrade": ([revision("head"), sql, tag, x_arg], "Upgrade to a later version"),
        "downgrade": ([revision("-1"), sql, tag, x_arg], "Revert to a previous version"),
        "show": ([revision("head")], "Show the revision denoted by the given symbol."),
        "history": ([_option("-r", "--rev-range", default=None, help="Specify a revision range; format is [start]:[end]"), verbose, _option("-i", "--indicate-current", action="store_true", default=False, help="Indicate current version (Alembic 0.9.9 or greater is required)")], "List changeset scripts in chronological order."),
        "heads": ([verbose, resolve], "Show current available heads in the script directory"),
        "branches": ([verbose], "Show current branch points"),
        "current": ([verbose], "Display the current revision for each database."),
        "stamp": ([revision("head"), sql, tag], "'stamp' the revision table with the given revision; don't run any migrations"),
    }
    for name, (options, words) in commands.items():
        manager.add_command(name, _command(getattr(flask_migrate, name), [directory, *options], words))
    return manager


def _option(*names, **settings):
    from flask_script import Option

    return Option(*names, **settings)


def _command(function, options, words):
    from flask_script import Command

    class Migration(Command):
        option_list = tuple(options)

        def run(self, **given):
            # What is not there in today's function was not given either.
            return function(**{name: value for name, value in given.items() if value is not None})

    Migration.__doc__ = words
    return Migration()
