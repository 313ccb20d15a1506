"""The check before signing: known ways in which such agreements fail, looked for in a draft."""

from wholeplace.settle.signing.advice import Advice, Draft, is_draft
from wholeplace.settle.signing.check import SIGNING_CHECKS, advice_before_signing
from wholeplace.settle.signing.reconcile import PricedYear, reconciled

__all__ = [
    "SIGNING_CHECKS",
    "Advice",
    "Draft",
    "PricedYear",
    "advice_before_signing",
    "is_draft",
    "reconciled",
]
