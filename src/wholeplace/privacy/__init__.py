"""Who may know what: pseudonyms, the national data opt-out, and numbers too small to show."""

from wholeplace.privacy.policy import OptOutTerms, PrivacyPolicy, Purpose, Use
from wholeplace.privacy.pseudonym import (
    NHS_NUMBER,
    key_id,
    key_of_seed,
    of_nhs_number,
    pseudonym,
)
from wholeplace.privacy.small_numbers import MARK, Hidden, SmallNumbers

__all__ = [
    "MARK",
    "NHS_NUMBER",
    "Hidden",
    "OptOutTerms",
    "PrivacyPolicy",
    "Purpose",
    "SmallNumbers",
    "Use",
    "key_id",
    "key_of_seed",
    "of_nhs_number",
    "pseudonym",
]
