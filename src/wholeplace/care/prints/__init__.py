"""What is printed: the words of a record, typeset as a PDF that can be read aloud."""

from wholeplace.care.prints.blocks import Standing
from wholeplace.care.prints.lay import lay_words
from wholeplace.care.prints.paper import Printed, print_paper
from wholeplace.care.prints.summary import summary_words

PLAN = "plan.typ"

__all__ = ["PLAN", "Printed", "Standing", "lay_words", "print_paper", "summary_words"]
