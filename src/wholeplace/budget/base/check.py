"""What a budget says of services, beside what the place knows of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholeplace.budget.document import Budget
from wholeplace.document import Document
from wholeplace.kernel import Problem, nearest
from wholeplace.place import Scope, Service


def misplaced(document: Document[Budget], services: Sequence[Service]) -> Iterator[Problem]:
    """Yield every line that names a service which is not there or has no cost, and every gap.

    A service that is ever in scope stands in a line: otherwise its money would be in no budget.
    """
    known = {service.id: service for service in services}
    named = set()
    for path, name in _named(document.value):
        named.add(name)
        if name not in known:
            remedy = nearest(name, list(known)) if known else "add place.yaml, or write a value"
            yield document.problem(path, f"the place has no service '{name}'", remedy)
        elif known[name].basis is None:
            what = f"the service '{name}' has no basis, so no cost of it counts"
            yield document.problem(path, what, "give it a basis in place.yaml, or write a value")
    paid = {line.service for line in document.value.lines}
    for service in services:
        is_ever = any(entry.value is Scope.IN for entry in service.scope.root)
        if is_ever and service.id not in paid:
            what = f"the service '{service.id}' comes into scope, and no line has it"
            yield document.problem(("lines",), what, f"add a line with service: {service.id}")


def _named(budget: Budget) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for i, line in enumerate(budget.lines):
        if line.service is not None:
            yield ("lines", i, "service"), line.service
        for j, entry in enumerate(line.split.root if line.split else ()):
            for k, name in enumerate(entry.value.of):
                yield ("lines", i, "split", j, "value", "of", k), name
