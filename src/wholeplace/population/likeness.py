"""Identities made comparable: one way of writing names, dates, addresses and sex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa
from ibis import ir

_ACCENTS = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"


def comparable(identity: ir.Table, short_forms: Mapping[str, Sequence[str]]) -> ir.Table:
    """Return one row for each ``person_id`` with names, birth date, address and sex to compare.

    Names are in small letters without accents, blanks and hyphens; ``given_full`` lists the names
    that a given name may be short for (itself, where none), ``given_root`` is the first of them.
    A postcode has no blanks, its ``district`` is all but the last three characters. Where a
    person has several rows, the smallest known value of each column is taken.
    """
    rows = identity.group_by("person_id").aggregate(
        given_name=_plain(identity.given_name).min(),
        family_name=_plain(identity.family_name).min(),
        birth_date=identity.birth_date.cast("date").min().cast("string"),
        sex=identity.sex.isin(["1", "2"]).ifelse(identity.sex, ibis.null("string")).min(),
        postcode=_without_blanks(identity.postcode.upper()).min(),
        uprn=identity.uprn.cast("string").strip().lstrip().min(),
    )
    rows = rows.mutate(district=rows.postcode.left(rows.postcode.length() - 3))
    return _with_full_names(rows, short_forms).order_by("person_id")


def _plain(name: ir.StringValue) -> ir.StringValue:
    letters = name.lower().translate(_ACCENTS, _PLAIN).re_replace(r"[^a-z]", "")
    return letters.nullif("")


def _without_blanks(text: ir.StringValue) -> ir.StringValue:
    return text.re_replace(r"[^A-Z0-9]", "").nullif("")


def _with_full_names(rows: ir.Table, short_forms: Mapping[str, Sequence[str]]) -> ir.Table:
    kinds = {"_short": pa.string(), "_full": pa.list_(pa.string())}
    found = [{"_short": short, "_full": list(full)} for short, full in short_forms.items()]
    names = ibis.memtable(pa.Table.from_pylist(found, pa.schema(kinds)))
    joined = rows.left_join(names, rows.given_name == names["_short"])
    itself = ibis.array([joined.given_name])
    full = joined["_full"].fill_null(itself)
    return joined.mutate(given_full=full, given_root=full[0]).drop("_short", "_full")
