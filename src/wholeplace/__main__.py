"""``python -m wholeplace`` is the command ``wholeplace``."""

from wholeplace.cli import main

main()
