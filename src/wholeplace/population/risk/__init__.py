"""How likely it is that a person comes to harm in a year: features, models, and what they catch."""

from wholeplace.population.risk.evaluation import (
    Evaluation,
    Group,
    ModelEvaluation,
    evaluate,
)
from wholeplace.population.risk.feature_list import FEATURES, LONGEST, Feature
from wholeplace.population.risk.features import Sources, bits_on, features_on
from wholeplace.population.risk.metrics import Area, Bin, Top
from wholeplace.population.risk.models import (
    Boosted,
    Logistic,
    Recalibration,
    fit_boosted,
    fit_logistic,
    in_training,
    read_boosted,
    recalibrated,
)
from wholeplace.population.risk.outcomes import HORIZON, OUTCOMES, Outcome, happened
from wholeplace.population.risk.reasons import reasons
from wholeplace.population.risk.sample import Floats, Sample, sample_of

__all__ = [
    "FEATURES",
    "HORIZON",
    "LONGEST",
    "OUTCOMES",
    "Area",
    "Bin",
    "Boosted",
    "Evaluation",
    "Feature",
    "Floats",
    "Group",
    "Logistic",
    "ModelEvaluation",
    "Outcome",
    "Recalibration",
    "Sample",
    "Sources",
    "Top",
    "bits_on",
    "evaluate",
    "features_on",
    "fit_boosted",
    "fit_logistic",
    "happened",
    "in_training",
    "read_boosted",
    "reasons",
    "recalibrated",
    "sample_of",
]
