"""What is written under the fields of classes, read from their source.

Only editors and the docs want it. Pydantic would read it when the classes are made (`use_attribute_docstrings`), which
took half a second of every command.
"""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise


def field_docs(owner: type) -> dict[str, str]:
    """The docstrings of a class's fields, and of those that it has from others."""
    found: dict[str, str] = {}
    for each in reversed(owner.__mro__):
        if each.__module__ != "builtins":
            found |= _of_module(each.__module__).get(each.__qualname__, {})
    return found


@cache
def _of_module(name: str) -> dict[str, dict[str, str]]:
    """By the name of the class, then of the field."""
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {node.name: _of_class(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, below in pairwise(node.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found
