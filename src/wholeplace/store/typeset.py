"""Typeset a paper as a PDF that can be read aloud, with the fonts of the typesetter itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from tempfile import TemporaryDirectory

import typst


def typeset(template: str, data: str, day: date) -> bytes:
    """Return a template with its data as a PDF; ``day`` is the date in it, so no clock is read.

    ``data`` is JSON, handed to the template as ``sys.inputs.data``. Fonts of the machine are left
    alone: the same paper gives the same bytes everywhere.
    """
    with TemporaryDirectory() as nothing:  # the template may read what is in this folder: nothing
        typesetter = typst.Compiler(
            template.encode(), root=nothing, sys_inputs={"data": data}, ignore_system_fonts=True
        )
        pdf = typesetter.compile(
            format="pdf",
            pdf_standards="ua-1",  # tagged for screen readers, with a title and a language
            timestamp=datetime.combine(day, time(), UTC),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter gave something other than one file")
    return pdf
