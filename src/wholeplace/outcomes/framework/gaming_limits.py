"""From where on a change is worth a warning: numbers of the place, each with who says so."""

from __future__ import annotations

from pydantic import Field

from wholeplace.document import Cited, Frozen
from wholeplace.outcomes.targets import Chance


class FairnessLimits(Frozen):
    """When to warn beside a scorecard.

    ``exclusions_rise``: points by which the share left out grows. ``coding_rise``: share by which
    diagnoses for each admission grow. ``room``: share of all the room there is that the full reward
    needs. ``fewest``: people or person-years beneath which a rate is mostly noise. ``case_mix``:
    share by which the mix of people alone moves a rate. ``significance``: the chance at which
    growth is no longer taken for luck.
    """

    exclusions_rise: Chance
    coding_rise: Chance
    room: Chance
    fewest: int = Field(ge=1)
    case_mix: Chance
    significance: Chance
    source: Cited
