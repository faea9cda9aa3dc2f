"""The main navigation of each role, worklist first. Rooms register what waits for a person; this draws the items."""

from collections.abc import Callable
from dataclasses import dataclass

from carehomes.access.acting import Acting
from carehomes.ui.addresses import address_of
from carehomes.ui.shell import NavItem


@dataclass(frozen=True)
class Waiting:
    """How many things wait for a person, and whether one of them is overdue or of today."""

    count: int
    alert: bool = False


Counter = Callable[[Acting], Waiting]
_counters: dict[str, Counter] = {}

_THIS_WEEK = ("This week", "checkins:this_week")
_TO_SEE = ("Residents to see", "checkins:to_see")
_ISSUES = ("Issues", "issues:issues")
_TELL = ("Tell the team", "issues:tell")
_IS_IT_DONE = ("Is it done?", "issues:is_it_done")
_ESCALATION = ("Escalation", "issues:policies")
_ROUNDS = ("Rounds", "checkins:rounds")
_COVERAGE = ("Coverage", "checkins:coverage")
_REPORTS = ("Reports", "reporting:index")
_RESIDENTS = ("Residents", "residents:residents")
_HOMES = ("Homes", "directory:homes")
_MY_HOME = ("My home", "directory:my_home")
_ORGANISATIONS = ("Organisations", "directory:organisations")
_PEOPLE = ("People", "access:people")
_IMPORTS = ("Registers", "directory:imports")
_FORM = ("Check-in form", "checkins:form_versions")
_READS = ("Who read what", "access:reads")
_DELIVERY = ("Email", "notifications:delivery")

ITEMS: dict[str, tuple[tuple[str, str], ...]] = {
    "care_coordinator": (_THIS_WEEK, _TO_SEE, _ISSUES, _ROUNDS, _RESIDENTS, _HOMES, _REPORTS),
    "clinician": (_TO_SEE, _ROUNDS, _THIS_WEEK, _ISSUES, _RESIDENTS, _HOMES, _REPORTS),
    "pharmacist": (_TO_SEE, _ROUNDS, _ISSUES, _RESIDENTS, _HOMES),
    "pharmacy_technician": (_TO_SEE, _ROUNDS, _ISSUES, _RESIDENTS, _HOMES),
    "community_pharmacist": (_RESIDENTS, _ISSUES, _HOMES),
    "care_home_manager": (_MY_HOME, _TELL, _IS_IT_DONE, _RESIDENTS, _ROUNDS),
    "care_home_staff": (_MY_HOME, _TELL, _RESIDENTS, _IS_IT_DONE),
    "commissioner_lead": (_COVERAGE, _REPORTS, _ISSUES, _HOMES, _ORGANISATIONS, _ESCALATION),
    "local_authority_officer": (_COVERAGE, _REPORTS, _ISSUES, _HOMES, _ORGANISATIONS),
    "regional_reader": (_COVERAGE, _REPORTS, _HOMES, _ORGANISATIONS),
    "national_reader": (_COVERAGE, _REPORTS, _HOMES, _ORGANISATIONS),
    "organisation_administrator": (_PEOPLE, _HOMES, _ORGANISATIONS, _ESCALATION, _FORM),
    "data_protection_officer": (_READS, _ORGANISATIONS),
    "platform_administrator": (_IMPORTS, _ORGANISATIONS, _PEOPLE, _FORM, _HOMES, _DELIVERY),
}


def register_counter(url_name: str, counter: Counter) -> None:
    """A room says how to count what waits behind one of its pages. One query at most; called for every full page."""
    _counters[url_name] = counter


def landing(acting: Acting) -> str:
    """Where this role starts: its worklist."""
    return address_of(ITEMS[acting.role_key][0][1])


def navigation(acting: Acting, *, counts: bool) -> list[NavItem]:
    """The items for this person. Only their worklist, the first item, carries a count: a count is a query on every page.

    `counts` is false for pages that are drawn when the scope has ended, such as "not found": nothing can be counted there.
    """
    items = ITEMS[acting.role_key]
    first = items[0][1]
    waiting = _counters[first](acting) if counts and first in _counters else Waiting(0)
    return [
        NavItem(
            label=label,
            url=address_of(name),
            key=name,
            count=(waiting.count or None) if name == first else None,
            alert=waiting.alert and name == first,
        )
        for label, name in items
    ]
