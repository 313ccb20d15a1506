"""What looks like an identifier of a person: a message or a list must not repeat it.

A column that was shifted, or mapped by mistake, holds numbers, postcodes or dates of birth where a
code was expected. That is when its values are quoted.
"""

from __future__ import annotations

import re

from ibis import ir

_EDGE, _END = r"(?:^|[^0-9A-Za-z])", r"(?:$|[^0-9A-Za-z])"
POSTCODE = _EDGE + r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]?[ ]*[0-9][A-Za-z]{2}" + _END
"""What a postcode looks like, alone or within a text."""
_PATTERNS = (
    # An NHS number, however it is grouped. Whether it checks is not asked: one digit may be wrong.
    r"(?:^|[^0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?:$|[^0-9])",
    POSTCODE,
    r"^(?:nhs|local):",  # a key, as a mapping makes it
)
_DAY = (
    r"(?:^|[^0-9])(?:18|19|20)[0-9]{2}[-/. ]?[01][0-9][-/. ]?[0-3][0-9](?:$|[^0-9])",
    r"(?:^|[^0-9])[0-3]?[0-9][-/. ][01]?[0-9][-/. ](?:18|19|20)?[0-9]{2}(?:$|[^0-9])",
)
_CODE = r"[0-9]|^.{1,3}$"


def looks_identifying(text: str, *, day_too: bool = False) -> bool:
    """Return whether a text looks like an NHS number, a postcode, or the key of a person.

    With ``day_too`` a day does, too: in a column that is not one of dates it may be one of birth.
    """
    return any(re.search(pattern, text) for pattern in _asked(day_too=day_too))


def identifying(value: ir.StringValue, *, day_too: bool = False) -> ir.BooleanValue:
    """Return the same of a column."""
    return value.re_search("|".join(_asked(day_too=day_too)))


def like_a_code(value: ir.StringValue) -> ir.BooleanValue:
    """Return whether a value has a digit or at most three characters: words may be names."""
    return value.re_search(_CODE)


def _asked(*, day_too: bool) -> tuple[str, ...]:
    return _PATTERNS + _DAY if day_too else _PATTERNS
