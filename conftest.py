"""Hands pytest its plugins: the root is the only place they may be named."""

pytest_plugins = ("pytester", "tests.not_run", "tests.docs.examples")
