"""Worked examples that the parties agreed: given these figures, these lines and payments."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, RootModel

from wholeplace.document import Cited, Document, Frozen, read_document


def _text(written: object) -> object:
    if isinstance(written, bool):
        return "yes" if written else "no"
    return "" if written is None else written


Text = Annotated[str, BeforeValidator(_text)]


class Example(Frozen):
    """For a year, the figures given and what must come of them (``missing`` where nothing can)."""

    name: str
    year: str
    given: dict[str, Text]
    expect: dict[str, Text]
    source: Cited


class Examples(RootModel[tuple[Example, ...]]):
    """The examples of an agreement, in order."""


def read_examples(text: str, file: str = "examples.yaml") -> Document[Examples]:
    """Return the examples written in ``text``; raises ``Refused`` with every mistake of form."""
    return read_document(text, file, Examples)
