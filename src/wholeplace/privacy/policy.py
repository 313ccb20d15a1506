"""The document ``privacy.yaml``: small numbers, and which uses of records the opt-out covers."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong, known
from wholeplace.privacy.small_numbers import SmallNumbers

Use = Literal["counts", "person_level", "candidates"]
Separable = Literal["care_package", "rx_item"]
"""The tables that a use of records can do without."""
USES: tuple[Use, ...] = get_args(Use)


class Purpose(Frozen):
    """Why records are used: the lawful basis, and whether the national data opt-out applies.

    ``leaves_out`` names the tables for which there is no basis: they are as if never loaded.
    """

    opt_out: Literal["applies", "exempt"]
    basis: Cited
    leaves_out: tuple[Separable, ...] = ()
    source: Cited


class OptOutTerms(Frozen):
    """For how many days the answer of the national service may be used."""

    valid_days: int = Field(ge=1, le=31)
    source: Cited


class PrivacyPolicy(Frozen):
    """What may be shown and used.

    ``uses`` says for which purpose a run counts people (``counts``), for which it writes rows
    about single people (``person_level``), and for which their risk is foreseen, so that care can
    be offered (``candidates``).
    """

    privacy: str
    version: str
    about: str
    small_numbers: SmallNumbers
    opt_out: OptOutTerms
    purposes: dict[str, Purpose]
    uses: dict[Use, str]

    @model_validator(mode="after")
    def _uses_are_said(self) -> Self:
        for use in USES:
            if use not in self.uses:
                raise Wrong(f"the purpose of '{use}' is not said", f"add {use}: PURPOSE", ("uses",))
        for use, purpose in self.uses.items():
            try:
                known(purpose, list(self.purposes), "purpose")
            except Wrong as wrong:
                raise Wrong(wrong.what, wrong.remedy, ("uses", use)) from None
        return self

    def opt_out_applies(self, use: Use) -> bool:
        """Return whether people who opted out must be left out of a use."""
        return self.purposes[self.uses[use]].opt_out == "applies"

    def leaves_out(self, use: Use) -> tuple[str, ...]:
        """Return the tables that a use must do without."""
        return self.purposes[self.uses[use]].leaves_out
