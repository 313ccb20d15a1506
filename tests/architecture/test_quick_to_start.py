"""Asking for help loads no engine: heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "altair", "django", "duckdb", "ibis", "pandas", "pyarrow", "scipy", "sklearn", "sqlglot",
    "statsmodels", "vl_convert",
)  # fmt: skip
HELP = "from wholeplace.cli import main; main(['--help'], standalone_mode=False)"


@pytest.mark.parametrize("line", ["import wholeplace", HELP], ids=["import", "help"])
def test_starting_loads_nothing_heavy(line: str) -> None:
    program = f"{line}\nimport sys\nprint('loaded', *sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "loaded"
