"""The card of a model of risk: how it was made, what it catches, and whom it fails."""

from wholeplace.report.risk.as_json import risk_to_dict
from wholeplace.report.risk.data import RiskData
from wholeplace.report.risk.page import risk_lines, risk_page

__all__ = ["RiskData", "risk_lines", "risk_page", "risk_to_dict"]
