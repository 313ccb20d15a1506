"""What outcomes earned: a sentence, and what of it may be told where few are behind a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil

from wholeplace.kernel import Figure, Headline
from wholeplace.privacy import SmallNumbers
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.words import brief, scale_for

_REWARD, _AT_STAKE, _KNOWN = "reward", "reward.at_stake", "reward.known"
_BEHIND = (".counted", ".of")


def is_of_reward(figure: Figure) -> bool:
    """Return whether a figure tells of what outcomes earned."""
    return figure.id == _REWARD or figure.id.startswith(f"{_REWARD}.")


def few_decide(headlines: Iterable[Headline], small: SmallNumbers) -> bool:
    """Return whether few people or events decide a part of what was earned.

    Then no part is told: each could be worked out of the others. Of shares of people it counts how
    many did, and how many did not.
    """
    rows = (row.figure for row in headlines if is_of_reward(row.figure))
    return any(small.is_small(count) for figure in rows for count in _behind(figure))


def _behind(figure: Figure) -> Iterator[int]:
    for one in figure.walk():
        counts = [number_of(child) for child in one.children if child.id.endswith(_BEHIND)]
        known = [count for count in counts if count is not None]
        yield from (ceil(count) for count in known)
        if len(known) == len(_BEHIND):
            yield ceil(abs(known[1] - known[0]))


def without_marks(figure: Figure) -> Figure:
    """Return a figure of the reward without what results and their marks were: they are counts."""
    children = tuple(without_marks(child) for child in figure.children)
    return replace(figure, children=children, inputs="" if figure.children else figure.inputs)


def told(figure: Figure, *, few: bool) -> Figure | None:
    """Return a figure of the reward as it may be told, or nothing where few decide it."""
    return None if few and figure.id != _AT_STAKE else without_marks(figure)


def reward_sentences(data: ReportData) -> Iterator[str]:
    """Say what was earned of what was at stake, and what is not known yet."""
    stake, known = data.number(_AT_STAKE), data.number(_KNOWN)
    if stake is None or known is None:
        return
    scale = scale_for([stake])
    open_ = ", ".join(_not_known(data))
    yield (
        f"Outcomes earned {brief(known, data.currency, scale)} of the"
        f" {brief(stake, data.currency, scale)} at stake"
        + (f" so far; not known yet: {open_}." if open_ else ".")
    )


def _not_known(data: ReportData) -> Iterator[str]:
    whole = data.figure(_REWARD)
    for one in whole.children if whole and whole.is_missing else ():
        measure = one.id.removeprefix(f"{_REWARD}.")
        if one.is_missing and one.children:
            yield data.names.get(f"outcome.{measure}", measure)
