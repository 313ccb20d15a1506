"""Reliability: how much of what is seen of one is its own, and the rest pulled to the mean."""

from __future__ import annotations

from fractions import Fraction


def reliability(between: Fraction, within: Fraction, number: int) -> Fraction:
    """Return between / (between + within / number): 0 is all noise, 1 all signal.

    ``between`` is the variance of true results between providers, ``within`` that of one event or
    person. Source: Adams, The Reliability of Provider Profiling, RAND TR-653 (2009). Raises
    ``ValueError`` for a negative variance, both nought, or nobody.
    """
    if between < 0 or within < 0 or number < 1 or between + within == 0:
        raise ValueError("reliability needs somebody, and variances that are not both nought")
    return between / (between + within / number)


def reliability_of_share(share: Fraction, a: Fraction, b: Fraction, number: int) -> Fraction:
    """Return the reliability of a share among ``number`` people, where shares are Beta(a, b).

    Between: ab / ((a + b + 1) (a + b)^2); within: share (1 - share). Source: as ``reliability``.
    """
    if a <= 0 or b <= 0:
        raise ValueError("a beta distribution has two parameters above nought")
    whole = a + b
    return reliability(a * b / ((whole + 1) * whole**2), share * (1 - share), number)


def shrunk(seen: Fraction, mean: Fraction, reliable: Fraction) -> Fraction:
    """Return what is seen, pulled to the mean as far as it is not reliable.

    Raises ``ValueError`` for a reliability beyond 0 to 1.
    """
    if not 0 <= reliable <= 1:
        raise ValueError(f"a reliability lies from 0 to 1, not {float(reliable):g}")
    return reliable * seen + (1 - reliable) * mean
