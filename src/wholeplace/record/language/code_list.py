"""Large sets of codes in documents of their own, which mappings name with ``codes_from``."""

from __future__ import annotations

from collections.abc import Mapping as Lists
from typing import Any

from wholeplace.document import Cited, Frozen, known
from wholeplace.record.language.mapping import Mapping


class CodeList(Frozen):
    """What each code of a source means in a canonical column."""

    codelist: str
    about: str
    version: str
    source: Cited
    codes: dict[str, str]


def lists_named(mapping: Mapping) -> tuple[str, ...]:
    """Return the code lists that a mapping names, each once."""
    recipes = [recipe for table in mapping.tables for recipe in table.every_recipe()]
    return tuple(dict.fromkeys(recipe.codes_from for recipe in recipes if recipe.codes_from))


def with_lists(mapping: Mapping, lists: Lists[str, CodeList]) -> Mapping:
    """Return a mapping with the codes of the lists it names written out; no name is left.

    Raises ``Wrong`` for a name that is not among ``lists``.
    """
    if not lists_named(mapping):
        return mapping
    for name in lists_named(mapping):
        known(name, list(lists), "code list")
    written = mapping.model_dump(by_alias=True, exclude_unset=True)
    return Mapping.model_validate(_spelled_out(written, lists))


def _spelled_out(written: Any, lists: Lists[str, CodeList]) -> Any:  # noqa: ANN401 - any document
    if isinstance(written, dict):
        inner = {name: _spelled_out(value, lists) for name, value in written.items()}
        listed = inner.pop("codes_from", None)
        return inner | {"codes": lists[listed].codes} if isinstance(listed, str) else inner
    if isinstance(written, list | tuple):
        return [_spelled_out(value, lists) for value in written]
    return written
