"""What an agreement may come to before it is signed: scenarios, exposure, two drafts compared."""

from wholeplace.plan.compare import Comparison, Gain, State, compare
from wholeplace.plan.draw import Draws, draw
from wholeplace.plan.exposure import ALL_YEARS, Exposure
from wholeplace.plan.fit import misfits
from wholeplace.plan.limits import Binding
from wholeplace.plan.measure import Estimate, Spread, spread_of
from wholeplace.plan.read import read_scenario
from wholeplace.plan.scenario import Scenario
from wholeplace.plan.settled import Settled, draws_left_out, settle_draws, shadow_years
from wholeplace.plan.simulate import Simulation, Unsettled, simulate
from wholeplace.plan.tornado import Driver, End, by_swing

__all__ = [
    "ALL_YEARS",
    "Binding",
    "Comparison",
    "Draws",
    "Driver",
    "End",
    "Estimate",
    "Exposure",
    "Gain",
    "Scenario",
    "Settled",
    "Simulation",
    "Spread",
    "State",
    "Unsettled",
    "by_swing",
    "compare",
    "draw",
    "draws_left_out",
    "misfits",
    "read_scenario",
    "settle_draws",
    "shadow_years",
    "simulate",
    "spread_of",
]
