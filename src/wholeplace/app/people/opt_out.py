"""Uphold the national data opt-out: ask, take the answer, leave people out of what it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
from ibis import ir

from wholeplace.app.policies import privacy_policy
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import linked_keys
from wholeplace.privacy import PrivacyPolicy, Use
from wholeplace.privacy.opt_out import (
    Check,
    checked,
    read_list,
    refuse_unchecked,
    without,
    written_list,
)
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.clock import today
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import read_text
from wholeplace.store.identity import has_keys, write_private
from wholeplace.store.ledger import Batch, read_ledger
from wholeplace.store.opt_outs import (
    people_left_out,
    read_answer,
    read_asked,
    real_numbers,
    write_answer,
    write_asked,
)
from wholeplace.store.pseudonyms import open_pseudonyms
from wholeplace.store.workspace import Workspace

_NOT_WRITTEN = (
    "no file with rows about single people was written (register.parquet): nobody has checked the"
    " national data opt-out, which applies to {}"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a workspace stands with the opt-out: whom it must ask about, and what it was told."""

    to_ask_about: int
    check: Check | None
    expires_on: date | None
    is_valid: bool

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``: numbers and days only."""
        check = self.check
        return {
            "nhs_numbers": self.to_ask_about,
            "checked_on": check and check.checked_on,
            "asked": check and check.asked,
            "may_be_used": check and check.usable,
            "expires_on": self.expires_on,
            "is_valid": self.is_valid,
        }


def standing(workspace: Workspace, on: date | None = None) -> Standing:
    """Return how a workspace stands with the opt-out on a day (default: today).

    Raises ``Refused`` where its identity folder is not at hand.
    """
    terms, check = privacy_policy(workspace).opt_out, read_answer(workspace)
    with engine() as running:
        number = running.count(_numbers(running, workspace, read_ledger(workspace.data)))
    expires = check.expires_on(terms) if check else None
    valid = check is not None and check.is_valid(on or today(), terms)
    return Standing(number, check, expires, valid)


def export_list(workspace: Workspace, output: Path) -> int:
    """Write the file of NHS numbers to ask about, readable by its owner only; return how many.

    Raises ``Refused`` where there is nobody to ask about, or the file would lie in the
    analytical part of the workspace.
    """
    _refuse_inside(workspace, output)
    with engine() as running:
        rows = running.rows(_numbers(running, workspace, read_ledger(workspace.data)))
    numbers = sorted(str(row["nhs_number"]) for row in rows)
    if not numbers:
        what = "no NHS number of a real person is loaded: there is nothing to check"
        raise Refused([Problem(Where(str(workspace.root)), what, "")])
    write_asked(workspace, numbers)
    write_private(output, written_list(numbers))
    return len(numbers)


def _numbers(running: Engine, workspace: Workspace, batches: Sequence[Batch]) -> ir.Table:
    # In the identity folder of other records there would be nobody to ask about.
    open_pseudonyms(workspace)
    return real_numbers(running, workspace, batches)


def _refuse_inside(workspace: Workspace, output: Path) -> None:
    closed = [workspace.root / name for name in ("data", "results", "reports", "feeds")]
    if any(output.resolve().is_relative_to(folder.resolve()) for folder in closed):
        remedy = "name a file outside the workspace, or in its identity folder"
        what = "NHS numbers must not be written here"
        raise Refused([Problem(Where(str(output)), what, remedy)])


def import_answer(workspace: Workspace, file: Path, on: date | None = None) -> Check:
    """Take the list of those who may be used in the place of the last one.

    Raises ``Refused`` where it cannot be the answer to the list that was exported last.
    """
    answer = read_list(read_text(file), str(file))
    check = checked(read_asked(workspace), answer, str(file), on or today())
    write_answer(workspace, check, answer)
    return check


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between records and their use: the policy, and the people to be left out.

    ``left_out`` is ``None`` where nobody knows whom to leave out; ``needs_no_check`` says that no
    record carries the NHS number of a real person.
    """

    policy: PrivacyPolicy
    check: Check | None
    left_out: ir.Table | None
    needs_no_check: bool
    where: str

    def is_open(self, use: Use) -> bool:
        """Return whether rows may be used: exempt, checked, or with nobody to check."""
        return not self.policy.opt_out_applies(use) or self.needs_no_check or self._known

    @property
    def _known(self) -> bool:
        return self.left_out is not None

    def rows(self, rows: ir.Table, use: Use) -> ir.Table:
        """Return the rows that may be used; raises ``Refused`` where nobody has checked.

        ``rows`` have ``person_id``: the linked person, as a pseudonym.
        """
        if not self.policy.opt_out_applies(use) or self.needs_no_check:
            return rows
        if self.left_out is None:
            refuse_unchecked(self.where, self.check, self.policy.opt_out)
            return rows
        return without(rows, self.left_out)

    def counted(self, tables: Mapping[str, ir.Table]) -> dict[str, ir.Table]:
        """Return the tables that a run counts, without the rows of people it may not count."""
        return {name: self.rows(rows, "counts") for name, rows in tables.items()}

    def as_dict(self) -> dict[str, object]:
        """Return what a manifest tells: the purposes, and the day of the answer that was used."""
        used = self.check.checked_on.isoformat() if self.check and self.left_out is not None else ""
        return {"purposes": dict(self.policy.uses), "checked_on": used}

    def warnings(self, running: Engine, register: ir.Table) -> list[str]:
        """Return what a reader of a run must know about the opt-out."""
        purpose = self.policy.uses["person_level"]
        if self.needs_no_check or not self.policy.opt_out_applies("person_level"):
            return []
        if self.left_out is None:
            return [_NOT_WRITTEN.format(purpose)]
        people = running.count(register.semi_join(self.left_out, "person_id"))
        from_counts = self.policy.opt_out_applies("counts")
        said = self.policy.small_numbers.said(people)
        where = "from all figures" if from_counts else "from register.parquet, not from figures"
        return [f"{said} people who opted out, or were not asked about, were left out {where}"]


def opt_out_gate(
    running: Engine, workspace: Workspace, batches: Sequence[Batch], on: date | None = None
) -> Gate:
    """Return the gate of a workspace on a day (default: today).

    Where the identity folder is not at hand, nobody can know who opted out: the gate is closed.
    Raises ``Refused`` where it is that of other records.
    """
    policy, check = privacy_policy(workspace), read_answer(workspace)
    if not has_keys(workspace):
        return Gate(policy, None, None, needs_no_check=False, where=str(workspace.root))
    numbers = running.keep("real numbers", _numbers(running, workspace, batches))
    nobody = not running.count(numbers)
    left_out = None
    if not nobody and check is not None and check.is_valid(on or today(), policy.opt_out):
        left_out = _linked_people_left_out(running, workspace, batches, numbers)
    return Gate(policy, check, left_out, nobody, str(workspace.root))


def _linked_people_left_out(
    running: Engine, workspace: Workspace, batches: Sequence[Batch], numbers: ir.Table
) -> ir.Table:
    """Return the keys left out, and the people they are linked to: under whatever name."""
    pseudonyms = open_pseudonyms(workspace)
    keys = people_left_out(running, workspace, batches, numbers, pseudonyms)
    named = (table_named("source_link"), table_named("person"))
    linked = linked_keys(*(stored_table(running, workspace.data, batches, t) for t in named))
    theirs = linked.semi_join(keys, linked.source_key == keys.person_id).select("person_id")
    return running.keep("people left out", ibis.union(keys, theirs, distinct=True))
