"""What keeps the application from starting outside a demonstration."""

from __future__ import annotations

from wholeplace.kernel import Problem, Refused, Where

FEWEST_CHARACTERS = 50


def check_production(*, is_demo: bool, secret: str, demo_secret: str, debug: bool) -> None:
    """Raise ``Refused`` with everything that is unsafe where real people are cared for."""
    if is_demo:
        return
    problems = []
    if not secret or secret == demo_secret:
        problems.append(_secret("there is no secret of its own"))
    elif len(secret) < FEWEST_CHARACTERS:
        problems.append(_secret(f"the secret has fewer than {FEWEST_CHARACTERS} characters"))
    if debug:
        where = Where("settings", path="DEBUG")
        problems.append(Problem(where, "DEBUG shows records to anybody", "switch it off"))
    if problems:
        raise Refused(problems)


def _secret(what: str) -> Problem:
    remedy = 'set it: python -c "import secrets; print(secrets.token_urlsafe(50))"'
    return Problem(Where("WHOLEPLACE_SECRET"), what, remedy)
