"""What the criteria of cohorts look at: tables of linked people, and the marks of codes."""

from __future__ import annotations

from dataclasses import dataclass

from ibis import ir


@dataclass(frozen=True, slots=True)
class Sources:
    """The records that cohorts are found in. Rows of people who are on no register do not count.

    Attributes:
        register: a row for each person on the register on the day, with ``age``, ``birth_month``.
        activity: activity with its derived columns.
        coded_activity: what was coded of activity, diagnoses and procedures: ``activity_id``,
            ``code_system``, ``code`` and ``position`` (1 the primary one).
        diagnoses: those of people, as ``population.scores.dated_diagnoses`` returns them.
        marks: the marks of each code, of ``code_marks``, as a table.
        scores: ``person_id``, and ``NAME_points`` and ``NAME_band`` of each score that is asked
            for (see ``population.of_scores``); people with no code may have no row.
        residence: where people live, from a day on.
        measurements: one measured value a row.
        items: one prescribed item a row.
    """

    register: ir.Table
    activity: ir.Table
    coded_activity: ir.Table
    diagnoses: ir.Table
    marks: ir.Table
    scores: ir.Table
    residence: ir.Table
    measurements: ir.Table
    items: ir.Table
