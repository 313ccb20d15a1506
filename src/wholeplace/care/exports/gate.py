"""Whose records may leave for analysis: who opted out is not in what does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from wholeplace.app.policies import privacy_policy
from wholeplace.care.exports.bulk import is_there_anybody_to_ask
from wholeplace.privacy.opt_out import refuse_unchecked
from wholeplace.record.nhs_number import NEVER_ISSUED
from wholeplace.store.opt_outs import read_answer, read_usable
from wholeplace.store.workspace import Workspace


def left_out(root: Path, today: date) -> Callable[[str], bool]:
    """Return who is to be left out of rows about single people, by NHS number.

    Raises ``Refused`` where the policy wants the opt-out upheld and no answer is valid.
    """
    workspace = Workspace(root)
    policy, check = privacy_policy(workspace), read_answer(workspace)
    if not policy.opt_out_applies("person_level") or not is_there_anybody_to_ask():
        return lambda _: False
    if check is None or not check.is_valid(today, policy.opt_out):
        refuse_unchecked(str(root), check, policy.opt_out)
    usable = read_usable(workspace)
    return lambda number: number not in usable and not number.startswith(NEVER_ISSUED)
