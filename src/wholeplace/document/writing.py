"""Write plain values as YAML, so that they are read back as they are."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TypeAlias

from wholeplace.document.yaml import Plain, read_yaml
from wholeplace.kernel import Refused

WIDTH = 100
Scalar: TypeAlias = str | bool | None


def inline(value: Plain, *, in_block: bool = False) -> str:
    """Write a value on one line: ``{thh: 40%, gp: 60%}``, ``[a, b]``, ``"a: b"`` (see ``word``)."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{word(key)}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return word(value, in_block=in_block)


def word(value: Scalar, *, quote: str = "", in_block: bool = False) -> str:
    """Write a scalar on one line: plain where that is safe, else in quotes.

    ``quote`` is the mark to keep to, where the scalar stood in quotes before. Between the brackets
    of a list or mapping fewer texts are safe than on a line of their own (``in_block``).
    """
    if not isinstance(value, str):
        return {None: "null", True: "true", False: "false"}[value]
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    is_safe = not quote and value.isprintable() and _is_read_back(value, in_block=in_block)
    return value if is_safe else '"' + "".join(map(_escaped, value)) + '"'


def _is_read_back(text: str, *, in_block: bool) -> bool:
    written = f"a: {text}\nb: x" if in_block else f"{{{text}: [{text}, {text}]}}"
    expected: Plain = {"a": text, "b": "x"} if in_block else {text: [text, text]}
    try:
        return read_yaml(written, "").value == expected
    except Refused:
        return False


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return {"\n": "\\n", "\t": "\\t"}.get(character, f"\\U{ord(character):08x}")


def block(values: Mapping[str, Plain], indent: int) -> list[str]:
    """Write fields as the lines of a block; a text too long for one line is folded."""
    return [line for key, value in values.items() for line in _field(key, value, indent)]


def _field(key: str, value: Plain, indent: int) -> list[str]:
    line = f"{' ' * indent}{word(key)}: {inline(value, in_block=True)}"
    if len(line) > WIDTH and isinstance(value, str) and can_fold(value):
        return [f"{' ' * indent}{word(key)}: >-", *folded(value, indent + 2)]
    return [line]


def can_fold(text: str) -> bool:
    """Return whether a text comes back from folded lines: they are joined by single spaces."""
    return text.isprintable() and text == " ".join(text.split()) != ""


def folded(text: str, indent: int) -> list[str]:
    """Write a text as the lines of a folded block."""
    width = max(WIDTH - indent, 20)
    lines = wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return [" " * indent + line for line in lines]
