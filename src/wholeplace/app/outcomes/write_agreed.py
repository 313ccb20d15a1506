"""Write what was agreed on outcomes: the page, and tables as CSV."""

from __future__ import annotations

from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.report.outcomes.agreed import Agreed
from wholeplace.report.outcomes.agreed_page import agreed_files, agreed_page
from wholeplace.store.files import csv_text, write_all


def write_agreed(agreed: Agreed, folder: Path) -> list[Path]:
    """Write ``outcomes.html``, and each table that has rows; returns the files.

    Raises ``Refused`` where the folder cannot be written to.
    """
    files: dict[str, str | bytes] = {"outcomes.html": agreed_page(agreed)}
    for name, rows in agreed_files(agreed):
        files[name] = csv_text(list(rows[0]), rows)
    try:
        return write_all(folder, files)
    except OSError as error:
        what = f"the page cannot be written: {error.strerror}"
        raise Refused([Problem(Where(str(folder)), what, "name another folder")]) from None
