"""Whatever is sent to a page gets an answer in words: never an error of ours, whoever sends what no box of ours would send."""

from html.parser import HTMLParser
from typing import Any

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.roles import ROLES
from tests.checkins.days import NOW
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    StayFactory,
    home_of,
)
from tests.guards.addresses import Address
from tests.guards.test_addresses import OURS, meaning

ODD = [
    "\x00",
    "²٣",  # digits to some functions and not to others
    "9" * 40,
    "٣",  # a digit, in another script than an address may have
    "9" * 5_000,  # more figures than Python reads as a number
    "-1",
    "\u202e=cmd|' /C calc'!A0 \U0001f33f\ud7ff",
    "[%s]{}<>&\"'\\" + "a" * 3_000,
]
ONE_AT_A_TIME = ODD[0], ODD[2]
ASKED = """
    q n page before show tab home resident check_in nomination home_id week month day until area by sort order weeks owner mine all
    kind state found organisation region council rating open done give issue show_all change people from to on first last person part
""".split()


class _Fields(HTMLParser):
    """Names of what a page's forms send, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.forms.append((given.get("action", ""), {}))
        elif tag in ("input", "select", "textarea", "button") and self.forms and given.get("name"):
            self.forms[-1][1].setdefault(given["name"], []).append(given.get("value", ""))


KEEPS = {"csrfmiddlewaretoken", "opened_for", "idempotency_key"}


@pytest.fixture
def things(db: None, time_machine: Any) -> dict[str, Any]:
    time_machine.move_to(NOW, tick=False)
    pcn = OrganisationFactory(name="Eastgate PCN")
    home = home_of(pcn, RelationshipKind.PCN, name="Quince Lodge")
    own = OrganisationFactory(kind=OrganisationKind.CARE_HOME, name="Quince Lodge")
    icb = OrganisationFactory(kind=OrganisationKind.ICB, name="Westmere ICB")
    HomeRelationshipFactory(home=home, organisation=own, kind=RelationshipKind.HOME)
    HomeRelationshipFactory(home=home, organisation=icb, kind=RelationshipKind.COMMISSIONER)
    resident = ResidentFactory(home=home)
    StayFactory(resident=resident)
    return {
        "home": home,
        "resident": resident,
        "stay": None,
        "check_in": CheckInFactory(home=home),
        "nomination": NominationFactory(resident=resident),
        "round": RoundFactory(home=home),
        "organisation": pcn,
        "places": {"pcn": pcn, "care_home": own, "icb": icb},
    }


def _member(address: Address, things: dict[str, Any]) -> Any:
    roles = [key for key, role in ROLES.items() if address.permission is None or address.permission in role.permissions]
    for key in (
        "care_coordinator",
        "clinician",
        "care_home_manager",
        "organisation_administrator",
        "commissioner_lead",
    ):
        if key in roles:
            kinds = ROLES[key].organisation_kinds
            place = next(each for kind, each in things["places"].items() if kind in kinds)
            return MembershipFactory(role=key, organisation=place)
    return MembershipFactory(role=roles[0])


def _path(address: Address, things: dict[str, Any]) -> str:
    if not address.wants:
        return address.path()
    thing = things.get(meaning(address) or "")
    return address.path(**{address.wants[0]: thing.pk} if thing else {})


@pytest.mark.parametrize("address", OURS, ids=lambda each: each.name)
def test_odd_words_in_an_address(client, things, address: Address):
    client.act_as(_member(address, things))
    path = _path(address, things)
    for odd in ODD:
        answer = client.get(path, dict.fromkeys(ASKED, odd))
        assert answer.status_code < 500, odd


@pytest.mark.parametrize("address", OURS, ids=lambda each: each.name)
def test_odd_words_in_a_form(client, things, address: Address):
    client.act_as(_member(address, things))
    path = _path(address, things)
    page = client.get(path)
    found = _Fields()
    if page.status_code == 200 and "text/html" in page.headers.get("Content-Type", ""):
        found.feed(page.content.decode())
    forms = [(action or path, fields) for action, fields in found.forms if not action or action == path] or [(path, {})]
    for odd in ODD:
        for action, fields in forms:
            typed = {name: values if name in KEEPS else [odd] for name, values in fields.items()}
            answer = client.post(action, typed or dict.fromkeys(ASKED, odd))
            assert answer.status_code < 500, (odd, typed)
    for action, fields in forms:
        for name in sorted(fields.keys() - KEEPS):
            rest = {each: values[:1] for each, values in fields.items()}
            for odd in ONE_AT_A_TIME:
                answer = client.post(action, {**rest, name: [odd]})
                assert answer.status_code < 500, (name, odd)
