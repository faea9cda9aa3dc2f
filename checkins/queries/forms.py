"""What the check-in form is made of, and which version of it a home is asked on a day."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, F, Func, OuterRef, Q, QuerySet, Value, When

from carehomes.access.models import in_force
from carehomes.access.prepared import Given, OneOf, Prepared, given_day
from carehomes.directory.queries import working_on
from carehomes.issues.queries.policies import TEAM_IN_ORDER
from checkins.check_in_form.schema import Section, read_sections
from checkins.models import FormState, FormVersion

Asked = Given | OuterRef


def form_version(home_id: int, day: date) -> FormVersion:
    """The version with which a home is asked on a day. One query. Raises FormVersion.DoesNotExist before the first.

    It is that of the home's team: of PCN, practice, community services and commissioner the first that has a form of its own in force,
    as escalation policies count them, and of two of one kind the one that has served the home longer; else the general one. Tries of
    unanswered calls take the most of several; forms have no most, and asking a home once by each would ask it twice. Who happens to
    ring does not count, so a home that two organisations ring is asked the same by both, and the same as it fills in beforehand.
    """
    found = _IN_FORCE.first(home=home_id, day=day)
    if found is None:
        raise FormVersion.DoesNotExist
    return found


def version_asked(home: Asked, day: Asked) -> QuerySet[FormVersion]:
    """The same as a queryset of at most one, for a statement that knows home and day by other means."""
    team = _team(_inside(home), _inside(day))
    whose = Q(organisation=None) | Q(OneOf("organisation", team))
    held = FormVersion.objects.alias(place=_Place(team, F("organisation"))).filter(whose, in_force(day))
    return held.order_by(F("place").asc(nulls_last=True), "-valid_from", "-number")[:1]


def _inside(value: Asked) -> Asked:
    """The same value, one statement further in."""
    return OuterRef(value) if isinstance(value, OuterRef) else value


def _team(home: Asked, day: Asked) -> ArraySubquery:
    """The organisations of the home's team, the one whose form counts first in front."""
    order = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(TEAM_IN_ORDER)))
    serving = working_on(day).filter(home_id=home, kind__in=TEAM_IN_ORDER).order_by(order, "starts_on", "pk")
    return ArraySubquery(serving.values("organisation"))


class _Place(Func):
    """Where an organisation stands in a list; null for the general form, which has none."""

    function = "array_position"
    output_field: ClassVar[Any] = BigIntegerField()


_IN_FORCE = Prepared(lambda: version_asked(Given("home"), given_day("day")))


def sections_of(version: FormVersion) -> list[Section]:
    """Its sections in order."""
    return read_sections(version.sections)


def versions_of(organisation_id: int | None) -> list[FormVersion]:
    """Every version of an organisation, its draft included, and the published general ones; its own and the newest first."""
    general = Q(organisation=None, state=FormState.PUBLISHED)
    rows = FormVersion.objects.filter(Q(organisation=organisation_id) | general)
    return list(rows.order_by(F("organisation").asc(nulls_last=True), "-number"))


def draft_of(organisation_id: int | None) -> FormVersion | None:
    """The draft of an organisation; without one of the general form."""
    return FormVersion.objects.filter(organisation=organisation_id, state=FormState.DRAFT).first()
