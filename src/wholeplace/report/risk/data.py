"""What a model card shows, and which of its numbers are too small to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.population.risk import Bin, Evaluation, Group, ModelEvaluation, Outcome, Top
from wholeplace.privacy import SmallNumbers


@dataclass(frozen=True, slots=True)
class RiskData:
    """Models and how they did. ``recalibrated`` names those that were put right.

    ``empty`` are the features of which the records of the year before say nothing; ``saved_in`` is
    the folder of models that were fitted before, if they were. No window looks back further than
    ``look_back`` days.
    """

    look_back: int
    title: str
    outcome: Outcome
    known_from: date
    known_until: date
    fitted_on: date
    compared_with: date
    tried_on: date
    before_people: int
    before_with_any: int
    recalibrated: tuple[str, ...]
    empty: tuple[str, ...]
    unknown_deprivation: int
    caseload: int | None
    saved_in: str
    evaluation: Evaluation
    small: SmallNumbers

    def may_show(self, top: Top) -> bool:
        """Return whether the numbers of a list may be shown: who is right, wrong or missed."""
        counts = (top.right, top.people - top.right, top.with_any - top.right, top.events)
        return not any(self.small.is_small(count) for count in counts)

    def hidden_groups(self, groups: Sequence[Group]) -> frozenset[tuple[str, str]]:
        """Return the groups, by kind and name, of which no number of events may be shown."""
        kinds: defaultdict[str, list[Group]] = defaultdict(list)
        for group in groups:
            kinds[group.kind].append(group)
        return frozenset(
            (kind, name) for kind, ones in kinds.items() for name in self._hidden(ones)
        )

    def _hidden(self, groups: Sequence[Group]) -> frozenset[str]:
        also = frozenset(
            one.name
            for one in groups
            if self.small.is_small(one.people) or self.small.is_small(one.people - one.with_any)
        )
        return self.small.hidden_rows({one.name: one.with_any for one in groups}, also).rows

    def hidden_bins(self, curve: Sequence[Bin]) -> frozenset[int]:
        """Return the places in a calibration curve that may not be shown."""
        counts = {str(i): one.observed for i, one in enumerate(curve)}
        return frozenset(int(place) for place in self.small.hidden_rows(counts).rows)

    def told_top(self, one: ModelEvaluation) -> Top:
        """Return the list to tell of: that of the caseload, or else the longest."""
        wanted = [top for top in one.tops if top.people == self.caseload]
        return wanted[0] if wanted else one.tops[-1]
