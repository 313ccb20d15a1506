"""A test that could not run says so, with its reason, as the last thing printed.

A test that needs something a machine may lack asks for it, and is listed when the machine does:

    def test_reads_synthea(requires_data):
        folder = requires_data("people/synthea27_csv")

Every other skip, and every expected failure, counts as a failure: a test is never silent.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from _pytest.outcomes import Skipped

ROOT = Path(__file__).resolve().parents[1]
NOT_RUN = "not run"

Wrapped = Generator[None, pytest.TestReport, pytest.TestReport]


class NotRunError(Skipped):
    """This machine lacks what the test needs."""


@pytest.fixture(scope="session")
def requires_program() -> Callable[[str], str]:
    """Give the path of a program, or leave the test for a machine that has it."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            raise NotRunError(f"the program {name} is not installed")
        return found

    return find


@pytest.fixture(scope="session")
def requires_data() -> Callable[[str], Path]:
    """Give the path of development data, or leave the test for a machine that has it.

    The data lies beside the checkout, or where WHOLEPLACE_TEST_DATA says.
    """
    beside = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("WHOLEPLACE_TEST_DATA", beside))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            raise NotRunError(f"the development data {name} is not on this machine")
        return path

    return find


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Wrapped:
    """Keep the reason of a test that could not run; fail any other skip or expected failure."""
    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, NotRunError):
        report.user_properties.append((NOT_RUN, str(call.excinfo.value)))
    elif report.skipped or hasattr(report, "wasxfail"):
        _fail(report, f"{item.nodeid} was skipped or expected to fail")
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a whole file that skips itself."""
    report = yield
    if report.outcome == "skipped":
        _fail(report, f"{collector.nodeid} skips itself")
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """List the tests that could not run after everything else has been printed."""
    yield
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or hasattr(session.config, "workerinput"):
        return
    lines = [
        f"{report.nodeid}: {reason}"
        for report in terminal.stats.get("skipped", [])
        for key, reason in report.user_properties
        if key == NOT_RUN
    ]
    if not lines:
        terminal.write_line("NOT RUN: none")
        return
    terminal.section("NOT RUN")
    for line in sorted(lines):
        terminal.write_line(line)


def _fail(report: pytest.TestReport | pytest.CollectReport, what: str) -> None:
    report.outcome = "failed"
    report.longrepr = (
        f"{what}: a test is never silent.\n"
        "Ask for what the machine may lack with requires_program or requires_data."
    )
    vars(report).pop("wasxfail", None)
