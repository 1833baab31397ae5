"""Target companies: which are not wanted any more, which the search does not reach yet."""

from __future__ import annotations

from infoview_md.core.company import CompanyState
from infoview_md.core.folding import fold
from infoview_md.core.model import Company
from infoview_md.core.outlook import Outlook

NOT_WANTED = frozenset({"paused", "ruled-out"})


def is_unwanted(company: Company | None) -> bool:
    """True where nobody new is to be asked: paused, ruled out, or perhaps so in a broken note."""
    return company is not None and (company.status in NOT_WANTED or company.is_broken)


def uncovered_targets(outlook: Outlook) -> tuple[Company, ...]:
    """The companies with `status: target` where nobody was asked, or nobody is left to ask."""
    return tuple(
        company
        for company in sorted(
            outlook.index.companies.values(), key=lambda c: (fold(c.name), str(c.path))
        )
        if company.status == "target" and is_uncovered(company, outlook)
    )


def is_uncovered(company: Company, outlook: Outlook) -> bool:
    """True where nobody was asked in a company, or nobody is left to ask."""
    standing = outlook.companies[company.path]
    if standing.state is CompanyState.ASKING:
        return standing.next_best is None
    return standing.state is CompanyState.UNTOUCHED
