"""Keep the NHS numbers of each load, and the answer about opt-outs, in the identity plane."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from wholeplace.kernel import Problem, Where
from wholeplace.population import same_local_number, with_number
from wholeplace.privacy import NHS_NUMBER
from wholeplace.privacy.opt_out import Check
from wholeplace.record import table_named
from wholeplace.record.nhs_number import NEVER_ISSUED, cleaned_expression, valid_expression
from wholeplace.store.batches import stored_table, with_all
from wholeplace.store.engine import Engine
from wholeplace.store.files import new_folder, read_text, write_json
from wholeplace.store.identity import (
    identified_data,
    identity_folder,
    is_for_invented,
    open_identity,
)
from wholeplace.store.ledger import Batch
from wholeplace.store.pseudonyms import Pseudonyms
from wholeplace.store.workspace import Workspace

PREFIX = NHS_NUMBER
NUMBERS = "number.{}.parquet"
ASKED, ANSWER, USABLE, CHECK = "opt_out_asked", "opt_out_answer", "usable.parquet", "check.json"


def keep_numbers(engine: Engine, folder: Path, keys: ir.TextColumn) -> None:
    """Keep the NHS numbers among the keys of people, as a load meets them before its pseudonyms.

    They are what the opt-out service is asked about. ``folder`` is where the identified tables of
    the batch are written. Of keys without a number nothing is kept.
    """
    numbers = keys.name("key").as_table().distinct()
    numbers = numbers.filter(numbers.key.startswith(PREFIX))
    numbers = numbers.select(nhs_number=numbers.key.substr(len(PREFIX))).order_by("nhs_number")
    if engine.count(numbers):
        # A load that was stopped goes on where it was: what it kept before must stay.
        place = len(list(folder.glob(NUMBERS.format("*")))) + 1
        engine.write_parquet(numbers, folder / NUMBERS.format(place))


def real_numbers(engine: Engine, workspace: Workspace, batches: Sequence[Batch]) -> ir.Table:
    """Return the NHS numbers of the workspace that may be somebody's: valid, of no test range."""
    data = identified_data(workspace)
    paths = [path for b in batches for path in (data / b.batch_id).glob(NUMBERS.format("*"))]
    parts = [engine.parquet(path).select("nhs_number") for path in sorted(paths)]
    known = stored_table(engine, data, batches, table_named("identity")).select("nhs_number")
    found = ibis.union(known, *parts, distinct=True) if parts else known.distinct()
    return _real(found).distinct()


def real_people(engine: Engine, workspace: Workspace, folder: Path) -> Iterator[Problem]:
    """Yield a problem if a load has numbers of real people, and anybody can make the keys.

    ``folder`` is that of the load's identified tables.
    """
    paths = [*folder.glob(NUMBERS.format("*")), *folder.glob("identity*.parquet")]
    if not paths or not is_for_invented(workspace):
        return
    columns = {"nhs_number": "string"}
    files = [with_all(engine.parquet(path), columns).select("nhs_number") for path in sorted(paths)]
    found = ibis.union(*files)
    if number := engine.count(_real(found).distinct()):
        what = (
            f"{number:,} NHS numbers may be of real people, and this workspace is a demonstration"
        )
        remedy = (
            "its key can be made by anybody: make a workspace for them with wholeplace init, or"
            f" give this one a secret key first: wholeplace keys rotate {workspace.root}"
        )
        yield Problem(Where(str(workspace.root)), what, remedy, number)


def _real(numbers: ir.Table) -> ir.Table:
    found = numbers.mutate(nhs_number=cleaned_expression(numbers.nhs_number))
    number = found.nhs_number
    return found.filter(valid_expression(number), ~number.startswith(NEVER_ISSUED))


def write_asked(workspace: Workspace, numbers: Sequence[str]) -> None:
    """Keep the list that was exported last: an answer is read against it."""
    with new_folder(open_identity(workspace) / ASKED) as folder:
        folder.chmod(0o700)
        _write(folder / USABLE, numbers)


def read_asked(workspace: Workspace) -> frozenset[str]:
    """Return the list that was exported last; nobody where there is none."""
    return _read(identity_folder(workspace) / ASKED / USABLE)


def write_answer(workspace: Workspace, check: Check, usable: Iterable[str]) -> None:
    """Keep an answer in the place of the one before."""
    with new_folder(open_identity(workspace) / ANSWER) as folder:
        folder.chmod(0o700)
        _write(folder / USABLE, sorted(usable))
        write_json(folder / CHECK, asdict(check) | {"checked_on": check.checked_on.isoformat()})


def read_answer(workspace: Workspace) -> Check | None:
    """Return when the last answer came and what it said in numbers; ``None`` without one."""
    path = identity_folder(workspace) / ANSWER / CHECK
    if not path.is_file():
        return None
    told = json.loads(read_text(path))
    return Check(date.fromisoformat(told["checked_on"]), told["asked"], told["usable"])


def people_left_out(
    engine: Engine,
    workspace: Workspace,
    batches: Sequence[Batch],
    numbers: ir.Table,
    pseudonyms: Pseudonyms,
) -> ir.Table:
    """Return ``person_id`` (pseudonyms) of every key of whom the last answer does not say "usable".

    They opted out, or came after the question was asked. A key belongs to a number that stands in
    it, or that an identity says is its own: in a feed whose keys are no NHS numbers, too.
    So does a local number that is tied to that number alone.
    """
    usable = engine.parquet(identity_folder(workspace) / ANSWER / USABLE)
    rest = numbers.anti_join(usable, "nhs_number")
    named = rest.select(person_id=ibis.literal(PREFIX) + rest.nhs_number)
    identity = stored_table(engine, identified_data(workspace), batches, table_named("identity"))
    number = cleaned_expression(identity.nhs_number)
    theirs = identity.mutate(nhs_number=number).semi_join(rest, "nhs_number")
    local = same_local_number(with_number(identity))
    local = local.semi_join(named, local.person == named.person_id)
    keys = ibis.union(named, theirs.select("person_id"), local.select(person_id="key"))
    keys = keys.filter(keys.person_id.notnull()).distinct()
    return engine.keep("keys left out", pseudonyms.inline(engine, keys, ["person_id"]))


def _write(path: Path, numbers: Sequence[str]) -> None:
    pq.write_table(pa.table({"nhs_number": pa.array(numbers, pa.string())}), path)


def _read(path: Path) -> frozenset[str]:
    return frozenset(pq.read_table(path)["nhs_number"].to_pylist() if path.is_file() else ())


def read_usable(workspace: Workspace) -> frozenset[str]:
    """Return the NHS numbers that the last answer says may be used; nobody's without one."""
    return _read(identity_folder(workspace) / ANSWER / USABLE)
