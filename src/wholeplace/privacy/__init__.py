"""Who may know what: pseudonyms, the national data opt-out, and numbers too small to show."""

from wholeplace.privacy.policy import OptOutTerms, PrivacyPolicy, Purpose, Use
from wholeplace.privacy.pseudonym import key_id, key_of_seed, pseudonym
from wholeplace.privacy.small_numbers import MARK, Hidden, SmallNumbers

__all__ = [
    "MARK",
    "Hidden",
    "OptOutTerms",
    "PrivacyPolicy",
    "Purpose",
    "SmallNumbers",
    "Use",
    "key_id",
    "key_of_seed",
    "pseudonym",
]
