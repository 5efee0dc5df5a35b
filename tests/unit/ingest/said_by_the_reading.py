"""Every message and remedy that a module can give, taken from its source."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

PLACEHOLDERS = ("7", "甲x")
"""What stands for a value that is put in: a number fits where one is meant, a word elsewhere."""
_FIRST = {
    "add": 0,
    "warn": 0,
    "CellError": 0,
    "refuse": 1,
    "Misplacement": 1,
    "_refuse": 2,
    "CellIssue": 3,
    "_log": 3,
    "RowFault": 4,
}
"""Position of the message among the arguments; the remedy follows it."""
_BY_WORD = {"warning", "PointWarning"}

Said = tuple[str, int, list[str]]
"""``message``, ``remedy`` or ``note``, its line, and the text with each placeholder."""


def said_by(path: Path) -> Iterator[Said]:
    """Yield each text that a module tells somebody of a file.

    Where a text is chosen, each choice is yielded.
    """
    tree = ast.parse(path.read_text("utf-8"))
    chosen: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts = list(_branches(node.value))
            chosen.setdefault(node.targets[0].id, []).extend(texts)
    for node in ast.walk(tree):
        for what, expression in _spoken(node):
            for branch in _branches(expression):
                for texts_of_one in _texts(branch, chosen):
                    yield what, branch.lineno, texts_of_one


def kinds_of_files(path: Path) -> set[str]:
    """Return what a module may call a file that is another than its name says."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        str(value.value).partition("; ")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for value in node.values
        if isinstance(value, ast.Constant) and re.match("(an? |UTF-16)", str(value.value))
    }


def _spoken(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield message and remedy of a call, of a name, or of a pair that is returned."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = _FIRST.get(name)
        if first is not None and len(node.args) > first + 1:
            yield from zip(("message", "remedy"), node.args[first : first + 2], strict=True)
        if name == "append" and ast.unparse(node.func) == "notes.append":
            yield "note", node.args[0]
        if name in _BY_WORD:
            yield from ((str(w.arg), w.value) for w in node.keywords if w.arg in _WHAT)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        if node.targets[0].id in _WHAT:
            yield node.targets[0].id, node.value
        if node.targets[0].id in ("note", "notes"):
            yield from (("note", part) for part in _texts_in(node.value))
    for pair in _pairs(node):
        yield from zip(_WHAT, pair.elts, strict=True)


_WHAT = ("message", "remedy")


def _pairs(node: ast.AST) -> Iterator[ast.Tuple]:
    """Yield the pair of message and remedy that is returned, or given to both names at once."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        first, *rest = node.value.elts
        is_text = [isinstance(part, ast.Constant | ast.JoinedStr) for part in (first, *rest)]
        if len(rest) == 1 and any(is_text) and " " in ast.unparse(first):
            yield node.value
    elif (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple)
        and ast.unparse(node.targets[0]) == "(message, remedy)"
    ):
        yield node.value


def _texts_in(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts of a list or a tuple that a name is given."""
    if isinstance(node, ast.IfExp):
        yield from _texts_in(node.body)
        yield from _texts_in(node.orelse)
    elif isinstance(node, ast.List | ast.Tuple):
        yield from node.elts
    elif isinstance(node, ast.ListComp):
        yield node.elt
    else:
        yield node


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts that a conditional chooses from."""
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    elif isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        yield node


def _texts(node: ast.expr, chosen: dict[str, list[ast.expr]]) -> Iterator[list[str]]:
    """Yield for each choice within a text all that it may be."""
    if isinstance(node, ast.Constant):
        yield [str(node.value)]
        return
    assert isinstance(node, ast.JoinedStr)
    parts: list[list[list[str]]] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append([[str(part.value)]])
            continue
        assert isinstance(part, ast.FormattedValue)
        name = part.value.id if isinstance(part.value, ast.Name) else ""
        inner = [texts for text in chosen.get(name, ()) for texts in _texts(text, {})]
        values = [repr(v) if part.conversion == ord("r") else v for v in PLACEHOLDERS]
        parts.append(inner or [values])
    for choice in product(*parts):
        yield ["".join(texts) for texts in product(*choice)]
