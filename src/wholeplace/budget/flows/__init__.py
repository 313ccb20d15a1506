"""Three levels of flow: what comes together, what each provider has of it, who then pays whom."""

from wholeplace.budget.flows.document import Flows
from wholeplace.budget.flows.flow import flow, problems_of
from wholeplace.budget.flows.flowing import (
    BookLine,
    Flow,
    Flowing,
    Kind,
    Level,
    Result,
    Stake,
)
from wholeplace.budget.flows.resource import Measured, ResourceLine
from wholeplace.budget.flows.say import FlowRow, flow_rows, sentences

__all__ = [
    "BookLine",
    "Flow",
    "FlowRow",
    "Flowing",
    "Flows",
    "Kind",
    "Level",
    "Measured",
    "ResourceLine",
    "Result",
    "Stake",
    "flow",
    "flow_rows",
    "problems_of",
    "sentences",
]
