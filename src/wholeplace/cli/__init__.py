"""The commands: one for each use case, doing nothing but reading arguments and writing results."""

from wholeplace.cli.main import main

__all__ = ["main"]
