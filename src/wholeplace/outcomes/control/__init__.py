"""Charts of a measure over time: what is a signal, and what is only noise."""

from wholeplace.outcomes.control.icons import (
    Assurance,
    Better,
    Kind,
    VariationKind,
    assurance,
    kinds,
    variation_kind,
)
from wholeplace.outcomes.control.panel import Panel, panel
from wholeplace.outcomes.control.rules import Signal
from wholeplace.outcomes.control.run_chart import RunChart, run_chart
from wholeplace.outcomes.control.xmr import Lacks, Xmr, xmr

__all__ = [
    "Assurance",
    "Better",
    "Kind",
    "Lacks",
    "Panel",
    "RunChart",
    "Signal",
    "VariationKind",
    "Xmr",
    "assurance",
    "kinds",
    "panel",
    "run_chart",
    "variation_kind",
    "xmr",
]
