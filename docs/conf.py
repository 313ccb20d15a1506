"""How Sphinx builds the documents: Markdown in, one plain site out, nothing fetched."""

from __future__ import annotations

from importlib.metadata import version as installed_version

project = "Wholeplace"
author = "The Wholeplace team"
project_copyright = "The Wholeplace team"
version = release = installed_version("wholeplace")
language = "en_GB"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Wholeplace"
html_show_sphinx = False
html_copy_source = False
