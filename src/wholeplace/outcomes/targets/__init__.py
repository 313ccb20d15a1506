"""Targets whose chance is known beforehand: history to marks, and what it takes to meet them."""

from wholeplace.outcomes.targets.calibrate import Calibration, calibrate_counts, calibrate_people
from wholeplace.outcomes.targets.counts import Counts
from wholeplace.outcomes.targets.figures import chances_sentence, sentences, target_figure
from wholeplace.outcomes.targets.history import FEWEST_MONTHS, Seen, problems_of
from wholeplace.outcomes.targets.law import Law
from wholeplace.outcomes.targets.mean import Means
from wholeplace.outcomes.targets.means import calibrate_means
from wholeplace.outcomes.targets.model import Ahead
from wholeplace.outcomes.targets.people import People
from wholeplace.outcomes.targets.power import Chances, Needed, chances, needed, power_curve
from wholeplace.outcomes.targets.samples import (
    expected_at,
    sampled_counts,
    sampled_mean,
    sampled_people,
)
from wholeplace.outcomes.targets.terms import Better, Chance, Promise, Reading
from wholeplace.outcomes.targets.thresholds import Marks, chance_of, marks
from wholeplace.outcomes.targets.trend import Fitted, design_of, fit

__all__ = [
    "FEWEST_MONTHS",
    "Ahead",
    "Better",
    "Calibration",
    "Chance",
    "Chances",
    "Counts",
    "Fitted",
    "Law",
    "Marks",
    "Means",
    "Needed",
    "People",
    "Promise",
    "Reading",
    "Seen",
    "calibrate_counts",
    "calibrate_means",
    "calibrate_people",
    "chance_of",
    "chances",
    "chances_sentence",
    "design_of",
    "expected_at",
    "fit",
    "marks",
    "needed",
    "power_curve",
    "problems_of",
    "sampled_counts",
    "sampled_mean",
    "sampled_people",
    "sentences",
    "target_figure",
]
