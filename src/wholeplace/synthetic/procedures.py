"""Procedures (OPCS-4 codes), by the chapter of resource groups that they lead to."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.columns import Ints

# Assumed: a common operation or examination for each chapter, and one for the rest.
_BY_CHAPTER = {
    "A": "A559", "B": "C712", "C": "F341", "D": "E492", "E": "K634", "F": "H229", "G": "J183",
    "H": "W401", "J": "S069", "K": "B083", "L": "M459", "M": "Q181", "N": "R249", "P": "F341",
    "S": "X352", "V": "U212", "W": "X403", "Y": "L843",
}  # fmt: skip
_REST = "U212"

PROCEDURES = (*_BY_CHAPTER.values(), _REST, "Y981", "Z942")
"""The codes in use: a main one by chapter, one for other chapters, and two that add to it."""

_LETTERS = np.array([ord(letter) for letter in _BY_CHAPTER])
_ADDED = len(_BY_CHAPTER) + 1
MOST = 4
"""How many operations a row of hospital care holds."""


def draw_operations(labels: tuple[str, ...], group: Ints, operated: Ints) -> Ints:
    """Return positions in ``PROCEDURES``, spells x ``MOST``; -1 where there is none.

    ``labels`` are the resource groups that ``group`` points to; ``operated`` is 0 where nothing
    was done, otherwise the number of codes (1 to 3).
    """
    letter = np.array([ord(label[0]) for label in labels])[group]
    order = np.argsort(_LETTERS)
    found = np.minimum(np.searchsorted(_LETTERS[order], letter), len(order) - 1)
    main = np.where(_LETTERS[order][found] == letter, order[found], len(_BY_CHAPTER))
    codes = np.full((len(group), MOST), -1)
    codes[:, 0] = np.where(operated >= 1, main, -1)
    codes[:, 1] = np.where(operated >= 2, _ADDED, -1)  # noqa: PLR2004 - a count of codes
    codes[:, 2] = np.where(operated >= 3, _ADDED + 1, -1)  # noqa: PLR2004 - a count of codes
    return codes
