"""Small reference tables that come with the product: facts about real places."""

from __future__ import annotations

import csv
from io import StringIO

from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file


def reference_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of ``calibration/NAME.csv`` by column name; raises ``Refused``."""
    text = read_text(shipped_file("calibration", f"{name}.csv"))
    return list(csv.DictReader(StringIO(text)))
