"""The source as the tests of its shape read it: files, functions and the lines they take."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wholeplace"

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Named: TypeAlias = Function | ast.ClassDef

NOT_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, beneath the folder of the package, and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The numbers of the lines with code on them: neither blank nor comment."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return frozenset(
            line
            for token in tokens
            if token.type not in NOT_CODE
            for line in range(token.start[0], token.end[0] + 1)
        )

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def body_length(self, function: Function) -> int:
        """Count the lines of code of a function's body, its docstring aside."""
        body = function.body[1:] if ast.get_docstring(function) else function.body
        return sum(1 for line in self.code_lines if body and _starts(body) <= line <= _ends(body))


def modules() -> list[Module]:
    """Return every Python file of the package."""
    return [
        Module(path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def rooms() -> list[str]:
    """Return the names of the folders of the package that hold code."""
    return sorted({path.parent.name for path in PACKAGE.glob("*/*.py")})


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Named]]:
    """Yield the public functions, classes and methods of a module or class."""
    for node in body:
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def _starts(body: list[ast.stmt]) -> int:
    return min(node.lineno for node in body)


def _ends(body: list[ast.stmt]) -> int:
    return max(node.end_lineno or node.lineno for node in body)
