"""Every page that somebody can reach in the demo area keeps its budget: statements, none of them asked row by row, and weight.

The walk follows links and forms from each role's first page, so a new page is held to its budget by being there. A page that the
walk does not find stands in `NOT_IN_THE_DEMO` under what it would need, or the test names it. Pages of a thousand rows have tests of
their own, beside their room's (`assert_same_queries`).
"""

import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from carehomes.access.models import Membership, Organisation, User
from carehomes.access.roles import ROLES
from carehomes.residents.models import Resident
from checkins.models import CheckIn, Round, Sbard
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory
from tests.guards.addresses import Address
from tests.guards.test_addresses import OURS, someone_who_may
from tests.scale.budget import HEAVIEST, LIST, RECORD, of_production

OURS_BY_NAME = {each.name: each for each in OURS}
ROW_BY_ROW = 3  # times that statements of one shape are too many
A_RECORD = {"directory:my_home"}  # the page of one home, though its address needs no number
NOT_IN_THE_DEMO = {
    "a draft of the check-in form, and what is pressed in it": """
        checkins:form_draft checkins:form_discard checkins:form_publish checkins:form_give_up checkins:form_section
        checkins:form_section_add checkins:form_question checkins:form_question_add""",
    "a draft of a policy": "issues:due_edit issues:policy_edit checkins:retry_edit",
    "an upload of a register": "directory:import directory:import_list",
    "an entry of somebody's own about an organisation": "directory:leader directory:end_leader",
    "an invitation that waits, and a person without an account's address": """
        access:withdraw access:withdraw_administrator access:address""",
    "a resident who is away, has left or was moved; an allergy, a document or a file that can be looked at": """
        residents:back residents:readmit residents:undo_move residents:remove_allergy residents:document
        residents:end_document issues:file""",
    "a step that its thing does not allow as the first of its kind stands": """
        checkins:confirm checkins:put_right checkins:defer checkins:put_on_agenda checkins:take_off_agenda
        checkins:round_end checkins:round_put_off""",
}
LEADS_TO = re.compile(r'(?:href|action)="([/?][^"#]*)')
VALUES = re.compile(r"'[^']*'|\d+")
METHOD_NOT_ALLOWED = 405


@dataclass(frozen=True)
class Visit:
    """A page as one role found it."""

    name: str
    url: str
    status: int
    statements: list[str]
    page: str

    def faults(self) -> list[str]:
        """What of its budget the page does not keep."""
        shapes = Counter(VALUES.sub("?", sql) for sql in self.statements)
        found = [f"{times} × {sql[:200]}" for sql, times in shapes.items() if times >= ROW_BY_ROW]
        at_most = RECORD if OURS_BY_NAME[self.name].wants or self.name in A_RECORD else LIST
        if len(self.statements) > at_most:
            found.append(f"{len(self.statements)} statements, {at_most} at most")
        if len(self.page.encode()) > HEAVIEST:
            found.append(f"{len(self.page.encode())} bytes of HTML, {HEAVIEST} at most")
        return [f"{self.name} {self.url}: {each}" for each in found]


def visit(client: ScopedClient, name: str, url: str) -> tuple[Visit, list[str]]:
    """The page, and where it leads."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    html = answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200
    page = answer.content.decode() if html else ""
    leads_to = [unescape(each) for each in LEADS_TO.findall(page)]
    leads_to += [answer["Location"]] if answer.status_code == 302 else []
    statements = of_production([each["sql"] for each in captured.captured_queries])
    return Visit(name, url, answer.status_code, statements, page), [urljoin(url, each) for each in leads_to]


def walk(client: ScopedClient) -> Iterator[Visit]:
    """What is found from the front page, each view once for each set of names in its address; then what nothing has led to."""
    client.get("/")  # the first visit also writes the session's start and warms caches
    seen = set()
    for start in ("/", *besides()):
        waiting = deque([start])
        while waiting:
            url = waiting.popleft()
            asked = urlsplit(url)
            try:
                name = resolve(asked.path).view_name
            except Resolver404:
                continue
            kind = name, *sorted(parse_qs(asked.query))
            if name in OURS_BY_NAME and kind not in seen:
                seen.add(kind)
                found, leads_to = visit(client, name, url)
                waiting.extend(leads_to)
                yield found


def besides() -> list[str]:
    """Pages to which only a script, an e-mail or a form with something typed into it leads."""
    resident, account = Resident.objects.earliest("pk").pk, User.objects.earliest("pk").pk
    rung = CheckIn.objects.filter(state="in_progress").earliest("pk").pk
    sbard = Sbard.objects.earliest("pk")
    signed_off = Round.objects.filter(state="signed_off").earliest("pk").pk
    return [
        reverse("access:account", args=[account]),
        reverse("residents:history", args=[resident]),
        *[reverse(f"checkins:{page}", args=[rung]) for page in ("record", "naming")],
        *[reverse(f"checkins:{page}", args=[sbard.resident_id, sbard.pk]) for page in ("sbard", "sbard_text")],
        *[reverse(f"checkins:{page}", args=[signed_off]) for page in ("round_minutes", "round_addendum")],
    ]


def people() -> Iterator[Membership]:
    """Somebody in each role: of the demonstration, or new where nobody there has it."""
    for key, role in ROLES.items():
        there = Membership.objects.filter(role=key).order_by("pk").select_related("user", "organisation").first()
        place = Organisation.objects.filter(kind__in=role.organisation_kinds).order_by("pk").first()
        yield there or MembershipFactory(role=key, organisation=place or OrganisationFactory())


@pytest.fixture
def visits(client: ScopedClient, time_machine: Any) -> list[Visit]:
    time_machine.move_to(datetime(2026, 11, 25, 10, 42, tzinfo=UTC), tick=False)
    call_command("load_demo", stdout=io.StringIO())
    return [each for person in people() for each in walk(client.act_as(person))]


def test_every_page_keeps_its_budget(client: ScopedClient, visits: list[Visit]):
    assert not [fault for each in visits if each.page for fault in each.faults()]
    assert not [each.url for each in visits if each.status >= 500]
    reached = {each.name for each in visits if each.status < 400}
    left = {name for name, address in OURS_BY_NAME.items() if name not in reached and is_page(client, address)}
    known = set(" ".join(NOT_IN_THE_DEMO.values()).split())
    assert left <= known, f"nothing leads to these, so nothing counts what they ask: {left - known}"
    assert known <= left, f"these are reached by now: {known - left}"


def is_page(client: ScopedClient, address: Address) -> bool:
    """Whether it can be opened, and does not only take what a form sends."""
    return client.act_as(someone_who_may(address)).get(address.path()).status_code != METHOD_NOT_ALLOWED


def test_a_page_that_asks_row_by_row_is_seen():
    asked = [f"SELECT * FROM homes WHERE id = {number}" for number in range(ROW_BY_ROW)]
    name = next(name for name, address in OURS_BY_NAME.items() if address.wants)
    assert len(Visit(name, "/", 200, asked, "page").faults()) == 1
    assert not Visit(name, "/", 200, asked[1:], "page").faults()


def test_a_page_that_asks_too_much_or_is_too_heavy_is_seen():
    asked = [f"SELECT {letter}" for letter in "abcdefghi"]
    (fault,) = Visit("directory:homes", "/homes/", 200, asked, "page").faults()
    assert "9 statements, 8 at most" in fault
    assert not Visit("directory:home", "/homes/1/", 200, asked, "page").faults()
    (fault,) = Visit("directory:home", "/homes/1/", 200, [], "x" * 40_001).faults()
    assert "40001 bytes" in fault
