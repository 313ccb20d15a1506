"""Two who give packages at once, each in a connection of their own; run on PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.care.referrals import TODAY, bed, waiting, with_beds
from tests.care.world import World, made_world
from wholeplace.care.access.scopes.intermediate import used
from wholeplace.care.actions import intermediate as actions
from wholeplace.care.actions.audit import verify
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.models import Package, PackageDay

AT_ONCE = 6


def _give(world: World, package: Package, start: Barrier) -> bool:
    """Give a package when all others do; returns whether there was enough left."""
    start.wait()
    try:
        actions.give_package(
            by=world.actor("giver"), id_=package.pk, seen=package.version, starts=TODAY
        )
    except NotPossible:
        return False
    finally:
        connection.close()
    return True


@pytest.fixture
def kept(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that keeps what is written, for all connections; it goes with its server.

    It is not the one of other tests: that would be emptied at the end, which the audit refuses.
    """
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        yield
        connection.close()


def test_of_many_who_give_at_once_only_as_many_succeed_as_there_are_beds(kept: None) -> None:
    world = made_world()
    team = with_beds(world, "2")
    packages = [waiting(world, bed(5)) for _ in range(AT_ONCE)]
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        given = list(workers.map(lambda one: _give(world, one, start), packages))
    assert sum(given) == 2
    assert set(used(team.pk, TODAY).values()) == {2}
    assert PackageDay.objects.count() == 10
    assert verify()[1] is None
