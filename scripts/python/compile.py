"""Compiles sources with the very CPython that will run them. Runs inside that one, at build time.

The result is a `.pyc` that nobody compares with its source: the source need not be there.
"""

import ast
import importlib.util
from importlib._bootstrap_external import _code_to_hash_pyc

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def docstrings(tree, keep):
    """All of each docstring, its first line, or nothing, as `-OO` has it."""
    for node in ast.walk(tree):
        if keep == "all" or not isinstance(node, DOCUMENTED) or not (text := ast.get_docstring(node)):
            continue
        if keep == "first line":
            node.body[0].value.value = text.split("\n", 1)[0]
        else:
            node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
    return tree


def compiled(buffer, path, keep):
    """The code of a file that will say it stands at `path`; None where it is no Python of this version."""
    source = buffer.to_bytes()
    try:
        tree = docstrings(ast.parse(source, path), keep)
        code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):
        return None
    return bytes(_code_to_hash_pyc(code, importlib.util.source_hash(source), checked=False))
