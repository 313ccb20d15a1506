"""The audit only grows, each row sealed by the one before; whoever meddles with it is found."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.care.world import World
from wholeplace.care.access import Verb
from wholeplace.care.actions.audit import FIRST, Told, look, record, verify
from wholeplace.care.models import AuditEvent, AuditHead


def _looks(world: World, number: int) -> None:
    nora = world.people["nora"]
    for i in range(number):
        look(world.actor("matron"), Told(Verb.READ, nora.pk, "page:person", "caseload", {"i": i}))


def test_rows_follow_one_another_and_say_who_saw_whom_why(world: World) -> None:
    _looks(world, 3)
    rows = list(AuditEvent.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.before for row in rows] == [FIRST, rows[0].hash, rows[1].hash]
    first = rows[0]
    assert (first.verb, first.why, first.roles) == ("read", "caseload", "matron")
    assert (first.user, first.person) == (world.users["matron"].pk, world.people["nora"].pk)
    assert first.at == "2019-06-03T09:30:00.000000+00:00"
    assert verify() == (3, None)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE care_auditevent SET verb = 'nothing'", "DELETE FROM care_auditevent"],
)
def test_the_database_refuses_to_change_or_remove_a_row(world: World, statement: str) -> None:
    _looks(world, 2)
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify() == (2, None)


def _without_guard(statement: str) -> None:
    """Do what only somebody with the keys of the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE care_auditevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER care_audit_no_UPDATE")
            cursor.execute("DROP TRIGGER care_audit_no_DELETE")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "number", "what"),
    [
        ("UPDATE care_auditevent SET why = 'claim' WHERE number = 2", 2, "was changed"),
        ("DELETE FROM care_auditevent WHERE number = 2", 2, "row 2 is missing"),
        ("DELETE FROM care_auditevent WHERE number = 4", 4, "were taken away: 4 were"),
        ("DELETE FROM care_auditevent", 1, "rows after 0 were taken away"),
    ],
)
def test_who_meddles_with_it_is_found(world: World, statement: str, number: int, what: str) -> None:
    _looks(world, 4)
    _without_guard(statement)
    _, broken = verify()
    assert broken is not None
    assert broken.number == number
    assert what in broken.what


def test_a_row_belongs_to_what_it_tells_of(world: World) -> None:
    def change() -> None:
        with transaction.atomic():
            record(world.actor("matron"), Told(Verb.READ))
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        change()
    assert AuditEvent.objects.count() == 0
    assert AuditHead.objects.get(pk=1).rows == 0
    assert verify() == (0, None)


def test_a_row_outside_a_transaction_is_refused(world: World) -> None:
    actor = world.actor("matron")
    with (
        patch.object(connections["default"], "in_atomic_block", new=False),
        pytest.raises(RuntimeError, match="belongs to the transaction"),
    ):
        record(actor, Told(Verb.READ))
