"""Keep links: under pseudonyms among the records, and what they rest on in the identity plane."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.population import Decision, Judged, Link, source_of
from wholeplace.record import TYPES, table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.clock import now
from wholeplace.store.engine import Engine
from wholeplace.store.files import new_folder, read_text, sha256_of_text, write_json
from wholeplace.store.identity import (
    identified_data,
    identity_folder,
    open_identity,
    write_private,
)
from wholeplace.store.ledger import Batch, Count, Superseded, read_ledger, write_ledger
from wholeplace.store.pseudonyms import Pseudonyms
from wholeplace.store.workspace import Workspace

FEED, TABLE = "linking", "source_link"
EVIDENCE, DECISIONS = "linking", "decisions.jsonl"
LINKS, REVIEW, MODEL = "links.json", "review.csv", "model.json"
IDENTITY = "identity"
SHOWN = ("given_name", "family_name", "birth_date", "sex", "postcode", "uprn")
NAME_DIGITS = 10


def stored_identity(engine: Engine, workspace: Workspace, batches: Sequence[Batch]) -> ir.Table:
    """Return the identified rows of all batches that count; empty where none are loaded."""
    return stored_table(engine, identified_data(workspace), batches, table_named(IDENTITY))


def store_links(workspace: Workspace, links: Sequence[Link], pseudonyms: Pseudonyms) -> Batch:
    """Put links in the place of those of the last linking, as rows of ``source_link``.

    They are written under pseudonyms, in the order of these: the same links, the same bytes, and
    where the last linking stored the same, nothing is written.
    """
    rows = sorted(_rows(links, pseudonyms), key=lambda row: (row["source"], row["source_key"]))
    content = sha256_of_text(FEED, pseudonyms.key_id, json.dumps(rows))
    batches = read_ledger(workspace.data)
    for batch in batches:
        if batch.source == FEED and batch.counts_now and batch.sha256 == content:
            return batch
    made = _batch(_free_id(content[:16], batches), content, len(rows))
    with new_folder(workspace.data / made.batch_id) as folder:
        _write_rows(folder / f"{TABLE}.parquet", rows, made.batch_id)
    write_ledger(workspace.data, [*(_without_place(b, made) for b in batches), made])
    return made


def _free_id(wanted: str, batches: Sequence[Batch]) -> str:
    # Links that were stored before, and replaced, may come back after a decision is undone.
    taken = {batch.batch_id for batch in batches}
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _without_place(batch: Batch, made: Batch) -> Batch:
    if batch.source != FEED or not batch.counts_now:
        return batch
    return replace(batch, superseded=(*batch.superseded, Superseded(made.batch_id, made.loaded_at)))


def _rows(links: Iterable[Link], pseudonyms: Pseudonyms) -> Iterable[dict[str, object]]:
    for link in links:
        yield {
            "source": source_of(link.key) or FEED,
            "source_key": pseudonyms.of(link.key),
            "person_id": pseudonyms.of(link.person),
            "match_rule": link.rule,
            "match_score": link.score,
        }


def _write_rows(path: Path, rows: Sequence[Mapping[str, object]], batch_id: str) -> None:
    kinds = {c.name: TYPES[c.kind] for c in table_named(TABLE).columns} | {"batch_id": "string"}
    schema = ibis.schema(kinds).to_pyarrow()
    told = [{**row, "batch_id": batch_id} for row in rows]
    pq.write_table(pa.Table.from_pylist(told, schema=schema), path, compression="zstd")


def _batch(batch_id: str, content: str, number: int) -> Batch:
    return Batch(
        batch_id=batch_id,
        source=FEED,
        mapping=FEED,
        spec_version="1",
        sha256=content,
        loaded_at=now().isoformat(),
        files={},
        counts=(Count(TABLE, "identity", number, number),),
    )


def read_decisions(workspace: Workspace) -> list[Decision]:
    """Return what people decided of pairs of keys, in order; a broken file raises ``Refused``."""
    path = identity_folder(workspace) / DECISIONS
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        try:
            found.append(Decision(**json.loads(line)))
        except (ValueError, TypeError):
            what, remedy = "this line is not a decision", "restore the file from its backup"
            raise Refused([Problem(Where(str(path), number), what, remedy)]) from None
    return found


def append_decision(workspace: Workspace, decision: Decision) -> None:
    """Add a decision; none is ever changed or removed, a later one on the same pair undoes it."""
    path = open_identity(workspace) / DECISIONS
    earlier = read_text(path) if path.is_file() else ""
    write_private(path, earlier + json.dumps(asdict(decision), ensure_ascii=False) + "\n")


def evidence_folder(workspace: Workspace) -> Path:
    """Return where the identity plane keeps what the last linking rests on."""
    return identity_folder(workspace) / EVIDENCE


def write_evidence(
    workspace: Workspace,
    links: Sequence[Link],
    model: object,
    reviewed: Sequence[Mapping[str, object]],
) -> None:
    """Write the links by the keys of the sources, the numbers learnt, and the pairs to review."""
    open_identity(workspace)
    with new_folder(evidence_folder(workspace)) as folder:
        folder.chmod(0o700)
        write_json(folder / LINKS, [asdict(link) for link in links])
        write_json(folder / MODEL, model)
        (folder / REVIEW).write_text(_csv(reviewed), encoding="utf-8")


def read_review(workspace: Workspace) -> list[dict[str, str]]:
    """Return the pairs that the last linking left to be reviewed, the likeliest first."""
    path = evidence_folder(workspace) / REVIEW
    if not path.is_file():
        remedy = f"link first: wholeplace link {workspace.root}"
        raise Refused([Problem(Where(str(path)), "there are no pairs to review", remedy)])
    return list(csv.DictReader(io.StringIO(read_text(path))))


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(review_columns())
    writer.writerows([_cell(row[name]) for name in review_columns()] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet runs a cell that begins so as a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def review_columns() -> list[str]:
    """Return the columns of the list of pairs to review."""
    both = [f"{side}_{name}" for name in ("key", *SHOWN) for side in ("record", "person")]
    return ["record", "person", "probability", "weight", "why", *both]


def review_rows(
    found: Sequence[Judged], identities: Mapping[str, Mapping[str, object]], pseudonyms: Pseudonyms
) -> list[dict[str, object]]:
    """Return the rows of the list: both sides beside each other, each with a name to decide by.

    The names are the first digits of pseudonyms, so that they may be typed into a command.
    """
    rows = []
    for one in found:
        row: dict[str, object] = {"probability": one.pair.probability, "weight": one.pair.weight}
        row["why"] = one.why
        for side, key in (("record", one.pair.key), ("person", one.pair.person)):
            told = {name: identities.get(key, {}).get(name) for name in SHOWN}
            row |= {side: pseudonyms.of(key)[:NAME_DIGITS], f"{side}_key": key}
            row |= {f"{side}_{name}": value for name, value in told.items()}
        rows.append(row)
    return rows
