"""What the tests of care share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from tests.care.serving import environment, free_port, running
from tests.care.world import World, made_world

SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture
def world(db: None) -> World:
    """The small world, in a database of the test's own."""
    return made_world()


@pytest.fixture
def browser(world: World, client: Client) -> Client:
    """A browser in which the matron of team North is signed in."""
    client.force_login(world.users["matron"])
    return client


@pytest.fixture(scope="module")
def chromium(requires_program: Callable[[str], str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = requires_program("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration of 300 people, served; its address."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    words = ["serve", str(folder), "--demo", "--people", "300", "--port", str(port)]
    command = [sys.executable, "-m", "wholeplace", *words]
    with running(command, port, folder / "log", environment()):
        yield f"http://127.0.0.1:{port}"
