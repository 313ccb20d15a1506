"""A test that cannot run is listed at the very end; any other silence is a failure."""

from __future__ import annotations

import pytest

from tests.architecture.code import ROOT

NEEDS = "def test_a(requires_program): requires_program('no-such-program')"
OUTER = ("-p", "tests.not_run", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def _plugin_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize("workers", ["0", "1"])
def test_what_a_machine_lacks_is_the_last_thing_printed(
    pytester: pytest.Pytester, workers: str
) -> None:
    pytester.makepyfile(NEEDS)
    result = pytester.runpytest_subprocess(*OUTER, "-n", workers)
    result.assert_outcomes(skipped=1)
    assert result.outlines[-2].strip("= ") == "NOT RUN"
    assert result.outlines[-1].endswith("::test_a: the program no-such-program is not installed")


def test_data_that_is_not_there_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOLEPLACE_TEST_DATA", str(pytester.path))
    pytester.makepyfile(
        "def test_a(requires_data): requires_data('people/x')\n"
        "def test_b(requires_data): assert requires_data('.').is_dir()\n"
    )
    result = pytester.runpytest_subprocess(*OUTER)
    result.assert_outcomes(skipped=1, passed=1)
    assert result.outlines[-1].endswith("people/x is not on this machine")


def test_all_is_said_when_all_ran(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_a(): pass")
    assert pytester.runpytest_subprocess(*OUTER).outlines[-1] == "NOT RUN: none"


@pytest.mark.parametrize(
    "silent",
    [
        "@pytest.mark.skip\ndef test_a(): pass",
        "def test_a(): pytest.skip('later')",
        "@pytest.mark.xfail\ndef test_a(): assert False",
        "@pytest.mark.xfail\ndef test_a(): pass",
        "import unittest\ndef test_a(): raise unittest.SkipTest('later')",
        "pytest.importorskip('no_such_module')\ndef test_a(): pass",
    ],
)
def test_no_other_test_is_silent(pytester: pytest.Pytester, silent: str) -> None:
    pytester.makepyfile(f"import pytest\n{silent}")
    result = pytester.runpytest_subprocess(*OUTER)
    outcomes = result.parseoutcomes()
    assert outcomes.keys() <= {"failed", "error", "errors"}
    assert result.ret != 0
