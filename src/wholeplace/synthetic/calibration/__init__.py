"""How like a real place the made-up one is: figures counted from its feeds, beside real ones."""

from wholeplace.synthetic.calibration.adults import adult_features, segment_scores
from wholeplace.synthetic.calibration.counts import Counted, Feeds, counting
from wholeplace.synthetic.calibration.foretell import auroc_of_admissions, share_making_half
from wholeplace.synthetic.calibration.measured import measured
from wholeplace.synthetic.calibration.real import Compared, RealFigure, compared, real_figures
from wholeplace.synthetic.calibration.segments import segment_figures

__all__ = [
    "Compared",
    "Counted",
    "Feeds",
    "RealFigure",
    "adult_features",
    "auroc_of_admissions",
    "compared",
    "counting",
    "measured",
    "real_figures",
    "segment_figures",
    "segment_scores",
    "share_making_half",
]
