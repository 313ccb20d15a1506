"""What the outcomes of a year earned, as figures of its run that a contract may take."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.app.documents import PlaceDocuments
from wholeplace.app.outcomes.count_panel import count_panel, first_year_of, years_to
from wholeplace.app.outcomes.rewarding import reward_year
from wholeplace.app.records import Opened
from wholeplace.kernel import Figure, FinancialYear, Headline
from wholeplace.outcomes.framework import in_year
from wholeplace.outcomes.rewards import no_reward, reward_figures
from wholeplace.store.engine import Engine
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class YearReward:
    """The figures of what was earned, none where a place pays for no outcome, and what to know."""

    headlines: tuple[Headline, ...] = ()
    warnings: tuple[str, ...] = ()


def year_reward(
    running: Engine,
    workspace: Workspace,
    documents: PlaceDocuments,
    opened: Opened,
    year: FinancialYear,
    budget: Figure,
) -> YearReward:
    """Return what the outcomes of a year earned out of its budget.

    Only the measures that are paid by their result are counted, with the years before that their
    targets are set from.
    """
    stated = documents.outcomes.stated.value
    if stated.framework is None:
        return YearReward()
    framework = in_year(stated.framework, year)
    if not framework.weights:
        return YearReward()
    parties = {
        one.outcome.measure: one.outcome.parties
        for one in framework.outcomes
        if one.outcome.measure in framework.weights
    }
    names = [one.outcome.measure for one in framework.outcomes if one.is_paid_by_result]
    measures = [documents.outcomes.measures[name] for name in names]
    first = first_year_of(running, opened)
    if first is None or year < first:
        return YearReward(_told(no_reward(f"no records tell of {year}", parties)))
    years = years_to(first, year)
    panel = count_panel(running, workspace, documents, opened, measures, years)
    found = reward_year(framework, panel, stated.reading, budget)
    if found.reward is None:
        why = found.warnings[-1] if found.warnings else "nothing is at stake"
        return YearReward(_told(no_reward(why, parties)), found.warnings)
    return YearReward(_told(reward_figures(found.reward, parties)), found.warnings)


def _told(figures: tuple[Figure, ...]) -> tuple[Headline, ...]:
    return tuple(Headline(figure) for figure in figures)
