"""The document of code sets: which codes a field may hold, each with a short label."""

from __future__ import annotations

from pydantic import Field

from wholeplace.document import Cited, Frozen


class CodeSet(Frozen):
    """The codes of one field. A code that ends in ``*`` stands for every text that begins so."""

    name: str
    source: Cited
    codes: dict[str, str] = Field(min_length=1)

    def written_out(self) -> tuple[str, ...]:
        """Return the codes that stand for themselves."""
        return tuple(code for code in self.codes if not code.endswith("*"))

    def beginnings(self) -> tuple[str, ...]:
        """Return what texts may begin with, from the codes that end in a star."""
        return tuple(code.removesuffix("*") for code in self.codes if code.endswith("*"))


class CodeSets(Frozen):
    """Sets of codes by name."""

    code_sets: str
    version: str
    about: str
    sets: dict[str, CodeSet]
