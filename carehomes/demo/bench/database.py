"""What row security costs: the scope that every request opens, and the policies against the same question filtered by hand."""

from collections.abc import Callable

from django.db import connections, transaction

from carehomes.access.acting import Acting
from carehomes.access.scopes import acting_scope
from carehomes.demo.bench import sql
from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.timing import Rival, interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.demo.england.accounts import COMMISSIONER, COORDINATOR, MANAGER, PROVIDER

AT_ONCE = 10  # scopes are too short to be timed one by one
SCOPE_LIMIT = 0.06  # milliseconds a request
POLICY_AIM = 1.1
# Without policies, whoever writes the question has to say which homes; as `visible_homes` finds them.
_BY_HAND = """
    home_id = ANY (ARRAY(
        SELECT r.home_id FROM access_membership m
        JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = '{kind}'
        WHERE m.id = {membership} AND r.status IN ('agreed', 'nearest') AND r.starts_on <= %(today)s
          AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
    ))
"""
_QUESTIONS = {
    "this week's check-ins": "SELECT id, home_id, state, due_on FROM checkins_checkin WHERE week = %(monday)s{hand}",
    "26 weeks by state": "SELECT week, state, count(*) FROM checkins_checkin WHERE week > %(monday)s - 182{hand} GROUP BY week, state",
    "residents by name": "SELECT id, home_id, name_key FROM residents_resident WHERE state = 'in_home'{hand} ORDER BY family_key LIMIT 50",
}  # fmt: skip
_ORGANISATIONS = ((MANAGER, "home"), (COORDINATOR, "pcn"), (PROVIDER, "provider"), (COMMISSIONER, "commissioner"))


@measures_work
def scope_of_a_request(facts: Facts, rounds: int) -> list[Result]:
    """A transaction with the scope of a membership, against one with any other short statement."""
    acting = Browser(COORDINATOR).acting

    def with_scope() -> float:
        return milliseconds(lambda: _often(lambda: _open(acting))) / AT_ONCE

    def without() -> float:
        return milliseconds(lambda: _often(_bare)) / AT_ONCE

    samples = interleaved({"with": with_scope, "without": without}, rounds=rounds * 5)
    cost = samples["with"].p10 - samples["without"].p10
    return [
        Result(
            "Opening the scope of a request",
            cost,
            limit=SCOPE_LIMIT,
            note="beyond a transaction; of the quickest tenth",
        )
    ]


def _often(work: Callable[[], object]) -> None:
    for _ in range(AT_ONCE):
        work()


def _open(acting: Acting) -> None:
    with acting_scope(acting):
        pass


def _bare() -> None:
    with transaction.atomic(using="default"), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


@measures_work
def policies(facts: Facts, rounds: int) -> list[Result]:
    """Each question as the role with its policies, and as the owner, whom no policy binds, with the homes chosen by hand."""
    results = []
    for account, kind in _ORGANISATIONS:
        acting = Browser(account).acting
        homes = sql.count("SELECT cardinality(visible_homes('home'))", acting, facts)
        by_hand = " AND " + _BY_HAND.format(kind=kind, membership=acting.membership_id)
        for name, question in _QUESTIONS.items():
            if name.startswith("residents") and not acting.role.sees_residents:
                continue
            samples = interleaved(
                {
                    "policy": sql.in_scope(question.format(hand=""), acting, facts),
                    "hand": _as_owner(question.format(hand=by_hand), facts),
                },
                rounds=rounds * 2,
            )
            label = f"Policies: {name}, {homes} home{'s' if homes > 1 else ''}"
            results.append(Result(label, samples["policy"].p50, samples["hand"].p50, POLICY_AIM))
    return results


def _as_owner(question: str, facts: Facts) -> Rival:
    def once() -> float:
        with transaction.atomic(using="owner"):
            return milliseconds(lambda: sql.fetch("owner", question, facts))

    return once
