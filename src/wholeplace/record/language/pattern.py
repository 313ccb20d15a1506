"""A regular expression of a mapping, in the language that the engine reads."""

from __future__ import annotations

import re
from typing import Annotated
from warnings import catch_warnings

from pydantic import AfterValidator

from wholeplace.document import Wrong

MOST_CHARACTERS = 200
# The engine's expressions run in linear time, and for that they leave some things out.
_NOT_KNOWN = re.compile(
    r"\(\?(?!:)"  # what looks ahead or behind, names a group or changes how the rest is read
    r"|\\[^\W_](?<![dDwWsSbB])"  # what was found earlier, and characters by other names
    r"|(?<!\\)[*+?}]\+"  # a repeat that gives nothing back
    r"|\{\d*,?\d{4}"  # a thousand repeats
)


def _pattern(written: str) -> str:
    if len(written) > MOST_CHARACTERS:
        raise Wrong(f"the pattern is longer than {MOST_CHARACTERS} characters", "shorten it")
    odd = _NOT_KNOWN.search(written)
    if odd:
        what = f"'{odd[0]}' cannot stand in a pattern"
        raise Wrong(what, "use letters, classes such as [A-Z] and \\d, groups, and repeats")
    try:
        with catch_warnings(action="ignore", category=FutureWarning):
            re.compile(written)
    except (re.error, OverflowError, RecursionError) as error:
        raise Wrong(f"this is not a pattern: {error}", "write one such as [A-Z][0-9]{2}") from None
    return written


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression that the whole of a text must fit."""
