"""What the tests of care share."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.care.world import World, made_world


@pytest.fixture
def world(db: None) -> World:
    """The small world, in a database of the test's own."""
    return made_world()


@pytest.fixture
def browser(world: World, client: Client) -> Client:
    """A browser in which the matron of team North is signed in."""
    client.force_login(world.users["matron"])
    return client
