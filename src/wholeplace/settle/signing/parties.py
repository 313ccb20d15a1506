"""Who the parties are: the VAT they get back, and who answers for their debts."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.kernel import Money
from wholeplace.settle.signing.advice import Advice, Draft, listed
from wholeplace.settle.signing.reconcile import reconciled

# The VAT of the United Kingdom: nothing is said of agreements in other money.
_VAT_CURRENCY = "GBP"
_VAT = (
    "only public bodies have VAT on services bought in refunded (VAT Act 1994, sections 33 and"
    " 41); for a partnership or company it is a cost, and it was left out of the price of a"
    " contract that failed"
)
_DEBTS = (
    "a body made for the contract has nothing of its own: when one could not pay, no parent had"
    " to, and the loss fell on those who had not agreed to bear it"
)


def vat_not_recovered(draft: Draft) -> Iterator[Advice]:
    """Say whose VAT position is not stated, and what it costs those who get none back."""
    parties = draft.terms.parties
    unsaid = [name for name in draft.providers if parties[name].recovers_vat is None]
    if unsaid and draft.terms.currency == _VAT_CURRENCY:
        what = f"whether {listed(unsaid)} get{'s' * (len(unsaid) == 1)} VAT back is not stated"
        what += _would_cost(draft)
        remedy = "add recovers_vat: yes or no, after asking a tax adviser about its legal form"
        yield draft.advice(("parties", unsaid[0]), what, _VAT, remedy)
    for name in draft.providers:
        if parties[name].recovers_vat is False:
            what = f"'{name}' gets no VAT back" + _would_cost(draft)
            remedy = "put it in the cost that the price must cover, or change who buys the services"
            yield draft.advice(("parties", name, "recovers_vat"), what, _VAT, remedy)


def _would_cost(draft: Draft) -> str:
    amounts = [(year.year, year.vat) for year in reconciled(draft) if year.vat is not None]
    if not amounts:
        return ", and the scope does not say how much that is"
    (year, first), total = amounts[0], sum((vat.pence for _, vat in amounts), 0)
    in_all = Money(total, first.currency).short()
    return f": {first.short()} in {year}" + f", {in_all} in all" * (len(amounts) > 1)


def form_not_stated(draft: Draft) -> Iterator[Advice]:
    """Say of which providers the legal form is not stated."""
    unsaid = [n for n in draft.providers if draft.terms.parties[n].legal_form is None]
    if unsaid:
        what = f"the legal form of {listed(unsaid)} is not stated"
        why = "on it depend the VAT that is got back, and whether a guarantee is needed"
        yield draft.advice(("parties", unsaid[0]), what, why, "add legal_form to each")


def no_guarantee(draft: Draft) -> Iterator[Advice]:
    """Say for which providers that are no public bodies nobody answers to the end."""
    terms = draft.terms
    for name in draft.providers:
        form = terms.parties[name].legal_form
        if form is None or form.is_public:
            continue
        given = [g for g in terms.guarantees if g.of == name]
        end = terms.term.until if terms.term else None
        early = [g.until for g in given if g.until and end and g.until < end]
        remedy = f"add guarantees: [{{of: {name}, by: ..., up_to: ..., source: ...}}]"
        if not given:
            what = f"'{name}' is no public body ({form}), and nobody guarantees what it owes"
            yield draft.advice(("parties", name, "legal_form"), what, _DEBTS, remedy)
        elif len(early) == len(given):
            what = f"the guarantee of '{name}' ends on {max(early)}, and the agreement on {end}"
            i = terms.guarantees.index(given[-1])
            remedy = "extend it, or agree what happens when it ends"
            yield draft.advice(("guarantees", i, "until"), what, _DEBTS, remedy)
