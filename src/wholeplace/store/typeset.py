"""Typeset a paper as a PDF that can be read aloud, with the fonts of the typesetter itself."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from tempfile import TemporaryDirectory

import typst

_NO_LETTER = re.compile(r"the text `(.+?)` could not be displayed", re.DOTALL)


class NoLetterError(ValueError):
    """A text that none of the typesetter's own fonts has the letters of."""


def typeset(template: str, data: str, day: date) -> bytes:
    """Return a template with its data as a PDF; ``day`` is the date in it, so no clock is read.

    ``data`` is JSON, handed to the template as ``sys.inputs.data``. Fonts of the machine are left
    alone: the same paper gives the same bytes everywhere. Raises ``NoLetterError`` for words in a
    script that these do not have; a paper without them would not say what the statement says.
    """
    with TemporaryDirectory() as nothing:  # the template may read what is in this folder: nothing
        typesetter = typst.Compiler(
            template.encode(), root=nothing, sys_inputs={"data": data}, ignore_system_fonts=True
        )
        try:
            pdf = typesetter.compile(
                format="pdf",
                pdf_standards="ua-1",  # tagged for screen readers, with a title and a language
                timestamp=datetime.combine(day, time(), UTC),
            )
        except typst.TypstError as error:
            missing = _NO_LETTER.search(str(error))
            if missing is None:
                raise
            raise NoLetterError(f"no font here can show {missing[1]}") from None
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter gave something other than one file")
    return pdf
