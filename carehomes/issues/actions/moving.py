"""No issue is left with an owner who cannot see it: when a resident moves, and when an organisation or a person stops working with a home.

These run in a system scope: whoever caused it may not see the issues of the other home.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from carehomes.access.kinds import SHARING_LINKS
from carehomes.access.models import Membership, OrganisationParent
from carehomes.access.roles import SEE_RESIDENTS
from carehomes.access.scopes import system_scope
from carehomes.deadlines import london_today
from carehomes.directory.queries import working_on
from carehomes.issues.actions.giving import give
from carehomes.issues.actions.records import HOMEROUND, Doer, write
from carehomes.issues.actions.telling import tell_of
from carehomes.issues.models import OVER, Happened, Issue
from carehomes.issues.queries.people import Person, Team, candidates_for, workers
from carehomes.issues.rules import Owner, first_owner

AT_ONCE = 500


def follow_resident(*, resident_id: int, by: Doer, now: datetime) -> int:
    """The resident's open issues are in the new home now. Owners who do not work with it hand over by the routing rule.

    Called inside the transaction of the move, in a system scope. Returns how many are open.
    """
    issues = list(_locked(Issue.objects.filter(resident_id=resident_id)))
    if not issues:
        return 0
    team = Team(issues[0].home_id)
    for issue in issues:
        if _owner_works(issue, team.people):
            status = write(issue, Happened.MOVED, by=by, now=now)
            tell_of(issue, status, team)
        else:
            _hand_over(issue, team, Happened.MOVED, by, now)
    return len(issues)


def _locked(issues: "QuerySet[Issue]") -> "QuerySet[Issue]":
    open_ones = issues.exclude(state__in=OVER).select_related("home", "owner_organisation")
    return open_ones.select_for_update(of=("self",)).order_by("pk")


def _owner_works(issue: Issue, people: Collection[Person]) -> bool:
    those = workers(people, issue.owner_organisation_id)
    return bool(those) and (not issue.owner_user_id or issue.owner_user_id in {each.user_id for each in those})


def _hand_over(issue: Issue, team: Team, happened: Happened, by: Doer, now: datetime) -> bool:
    """The organisation keeps it if it still works with the home and only the person has gone; else the rule finds the next owner.

    False: nobody else works with the home, and nothing was written.
    """
    present = Owner(issue.owner_organisation_id, issue.owner_organisation.name)
    owner = present
    if not workers(team.people, present.organisation_id):
        owner = first_owner(issue.kind, candidates_for(team), present)
    if owner == present and issue.owner_user_id is None:
        return False
    give(issue, owner, team, happened, by=by, now=now)
    return True


def find_owners(now: datetime) -> int:
    """Gives open issues whose owner organisation no longer works with the home, or whose owner has left or may not read them, to another.

    Part of the tick. Returns how many; run twice it changes nothing more.
    """
    given, last = 0, 0
    while True:
        with system_scope("issues whose owner has left"):
            ids = list(_strays(now).filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE])
            found = list(_locked(Issue.objects.filter(pk__in=ids)))
            given += sum(_hand_over(issue, Team(issue.home_id), Happened.OWNER_LEFT, HOMEROUND, now) for issue in found)
        if len(ids) < AT_ONCE:
            return given
        last = ids[-1]  # some of these nobody can be given: they must not stand before those that somebody can


def _strays(now: datetime) -> "QuerySet[Issue]":
    """Open issues with an owner who cannot see them, of homes with which somebody works. A partnership sees the homes of its members."""
    today = london_today(now)
    works = working_on(today).filter(home=OuterRef("home"))
    below = OrganisationParent.objects.on(today).filter(
        parent=OuterRef(OuterRef("owner_organisation")), kind__in=SHARING_LINKS
    )
    sees = Exists(works.filter(organisation=OuterRef("owner_organisation"))) | Exists(
        works.filter(organisation__in=below.values("child"))
    )
    member = Membership.objects.on(today).filter(
        user_id=OuterRef("owner_user_id"),
        organisation=OuterRef("owner_organisation"),
        user__is_active=True,
        role__in=SEE_RESIDENTS,
    )
    open_ones = Issue.objects.filter(closed_at=None)
    return open_ones.filter(Exists(works), ~sees | (Q(owner_user_id__isnull=False) & ~Exists(member))).order_by("pk")
