"""How Hypothesis tries the laws: the same examples on every machine, and no clock."""

from __future__ import annotations

import os

from hypothesis import settings

# WHOLEPLACE_HYPOTHESIS=explore looks for new examples; a test run by itself must not be luck.
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("WHOLEPLACE_HYPOTHESIS", "steady"))
