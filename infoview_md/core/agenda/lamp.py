"""rank_company: the order of the LAMP list, by which the best companies come first."""

from __future__ import annotations

from infoview_md.core.model import Company
from infoview_md.core.outlook import Outlook


def rank_company(company: Company | None, outlook: Outlook) -> tuple[float, float, float]:
    """Sort key, best first: motivation, posting, advocacy; what is not set counts as 0.

    The LAMP list is Dalton's (The 2-Hour Job Search); nobody's company comes last with the zeros.
    """
    if company is None:
        return (0.0, 0.0, 0.0)
    advocacy = outlook.companies[company.path].advocacy
    return (-(company.motivation or 0.0), -(company.posting or 0.0), -advocacy)
