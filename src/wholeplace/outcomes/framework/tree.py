"""I statement to domain to measure: the framework as people read it."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.outcomes.framework.document import Domain, Framework, Outcome, Statement


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement and the outcomes that speak for it (none: nobody measures it yet)."""

    statement: Statement
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class DomainTree:
    """A domain with its statements, in the order written."""

    domain: Domain
    statements: tuple[Spoken, ...]


def tree_of(framework: Framework) -> tuple[DomainTree, ...]:
    """Return domains with their statements and the outcomes beneath each, in the order written."""
    return tuple(
        DomainTree(
            domain,
            tuple(
                Spoken(one, _speaking(framework, one))
                for one in framework.statements
                if one.domain == domain.domain
            ),
        )
        for domain in framework.domains
    )


def _speaking(framework: Framework, statement: Statement) -> tuple[Outcome, ...]:
    return tuple(one for one in framework.outcomes if statement.statement in one.statements)


def of_segment(framework: Framework, segment: str) -> tuple[Outcome, ...]:
    """Return the outcomes that are counted for a segment: its own, and those of everybody."""
    return tuple(one for one in framework.outcomes if not one.segments or segment in one.segments)
