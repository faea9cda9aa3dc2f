"""Who works with a home: who may say so, what is in the way, and that nothing is overwritten."""

import re
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.directory import actions
from carehomes.directory.models import AlignmentStatus, HomeRelationship
from tests.factories import CareHomeFactory, HomeRelationshipFactory, OrganisationFactory, home_of

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def icb():
    return OrganisationFactory(kind=OrganisationKind.ICB, name="NHS Westmere ICB")


@pytest.fixture
def home(icb):
    return home_of(icb, RelationshipKind.COMMISSIONER, name="Larch House")


@pytest.fixture
def by(acting, icb):
    return acting("commissioner_lead", organisation=icb)


def pcn_named(name):
    return OrganisationFactory(name=name, name_key=name.lower())


def start(by, home, organisation, kind=RelationshipKind.PCN, starts_on=OCTOBER, **more):
    alignment = actions.Alignment(kind, organisation, starts_on, more.pop("status", AlignmentStatus.AGREED), **more)
    with acting_scope(by):
        actions.start_relationship(by=by, home=home, alignment=alignment, key=uuid.uuid4())


def pcns_of(home):
    rows = HomeRelationship.objects.filter(home=home, kind="pcn").order_by("starts_on", "pk")
    return [(row.organisation.name, row.status, row.starts_on, row.ends_on) for row in rows]


def test_a_commissioner_says_who_works_with_their_home(by, home):
    start(by, home, pcn_named("Westmere PCN"), beds_for_payment=40)
    assert pcns_of(home) == [("Westmere PCN", "agreed", OCTOBER, None)]
    assert HomeRelationship.objects.get(kind="pcn").source == f"{by.person}, NHS Westmere ICB"


@pytest.mark.parametrize("status", [AlignmentStatus.PROPOSED, AlignmentStatus.DISPUTED])
def test_a_commissioner_who_is_only_proposed_says_nothing_of_the_home(by, home, status):
    HomeRelationship.objects.filter(home=home, kind="commissioner").update(status=status)
    with pytest.raises(ProgrammingError, match="row-level security"):
        start(by, home, pcn_named("Westmere PCN"))


def test_a_second_pcn_is_refused_with_the_name_of_the_first(by, home):
    start(by, home, pcn_named("Westmere PCN"))
    with pytest.raises(ValidationError, match="Westmere PCN is the aligned PCN since 1 October 2026"):
        start(by, home, pcn_named("Tideway PCN"), starts_on=NOVEMBER)


def test_a_second_pcn_may_follow_the_first_on_its_day(by, home):
    start(by, home, pcn_named("Westmere PCN"))
    start(by, home, pcn_named("Tideway PCN"), starts_on=NOVEMBER, replace=True)
    assert pcns_of(home) == [
        ("Westmere PCN", "agreed", OCTOBER, NOVEMBER),
        ("Tideway PCN", "agreed", NOVEMBER, None),
    ]


def test_proposals_are_in_nobodys_way(by, home):
    start(by, home, pcn_named("Westmere PCN"))
    start(by, home, pcn_named("Tideway PCN"), status=AlignmentStatus.PROPOSED)
    assert len(pcns_of(home)) == 2


def test_several_practices_may_serve_a_home_but_each_only_once(by, home):
    first, second = OrganisationFactory.create_batch(2, kind=OrganisationKind.GP_PRACTICE)
    for practice in (first, second):
        start(by, home, practice, RelationshipKind.PRACTICE)
    with pytest.raises(ValidationError, match="has been there since"):
        start(by, home, first, RelationshipKind.PRACTICE)


def test_the_main_and_the_backup_pharmacy_are_two_relationships(by, home):
    main, backup = OrganisationFactory.create_batch(2, kind=OrganisationKind.PHARMACY)
    start(by, home, main, RelationshipKind.PHARMACY)
    start(by, home, backup, RelationshipKind.PHARMACY_BACKUP)
    with pytest.raises(ValidationError, match="Only one can be at a time"):
        start(by, home, backup, RelationshipKind.PHARMACY)


def change(by, home, row, status, on):
    with acting_scope(by):
        actions.change_status(
            by=by, home=home, relationship_id=row.pk, status=status, on=on, beds=None, version=actions.version_of(row)
        )


def test_a_changed_status_keeps_what_held_before(by, home):
    row = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Westmere PCN"), status="nearest", starts_on=OCTOBER
    )
    change(by, home, row, AlignmentStatus.AGREED, NOVEMBER)
    assert pcns_of(home) == [
        ("Westmere PCN", "nearest", OCTOBER, NOVEMBER),
        ("Westmere PCN", "agreed", NOVEMBER, None),
    ]


@pytest.mark.parametrize("day", [NOVEMBER, date(2026, 11, 15)])
def test_a_status_from_a_day_on_which_it_no_longer_holds_is_refused(by, home, day):
    row = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Westmere PCN"), status="nearest", starts_on=OCTOBER, ends_on=NOVEMBER
    )
    with pytest.raises(ValidationError, match="The day must be on or before 31 October 2026, its last day"):
        change(by, home, row, AlignmentStatus.AGREED, day)


def test_a_status_changed_on_its_first_day_is_changed_in_place(by, home):
    row = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Westmere PCN"), status="nearest", starts_on=OCTOBER
    )
    change(by, home, row, AlignmentStatus.AGREED, OCTOBER)
    assert pcns_of(home) == [("Westmere PCN", "agreed", OCTOBER, None)]


def test_a_proposal_cannot_be_agreed_over_another_agreed_one(by, home):
    start(by, home, pcn_named("Westmere PCN"))
    row = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Tideway PCN"), status="proposed", starts_on=OCTOBER
    )
    with pytest.raises(ValidationError, match="Westmere PCN is the aligned PCN"):
        change(by, home, row, AlignmentStatus.AGREED, NOVEMBER)


def test_an_end_has_a_last_day_and_a_reason(by, home):
    row = HomeRelationshipFactory(home=home, organisation=pcn_named("Westmere PCN"), starts_on=OCTOBER)
    with acting_scope(by):
        actions.end_relationship(
            by=by, home=home, relationship_id=row.pk, last_day=date(2026, 10, 31), reason="Moved to Tideway"
        )
    row.refresh_from_db()
    assert (row.ends_on, row.ended_reason) == (NOVEMBER, "Moved to Tideway")


def test_what_has_ended_cannot_be_stretched_over_what_followed(by, home):
    before = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Westmere PCN"), starts_on=OCTOBER, ends_on=NOVEMBER
    )
    HomeRelationshipFactory(home=home, organisation=pcn_named("Tideway PCN"), starts_on=NOVEMBER)
    with acting_scope(by), pytest.raises(ValidationError, match="Tideway PCN is the aligned PCN"):
        actions.end_relationship(by=by, home=home, relationship_id=before.pk, last_day=date(2026, 12, 1), reason="")


def test_a_platform_administrator_may_for_any_home_and_nobody_else(acting):
    home, pcn = CareHomeFactory(), pcn_named("Westmere PCN")
    start(acting("platform_administrator"), home, pcn)
    assert len(pcns_of(home)) == 1
    with pytest.raises(PermissionDenied):
        start(acting(), home, pcn_named("Tideway PCN"), starts_on=NOVEMBER)


# --- Pages


def test_a_commissioner_finds_an_organisation_and_writes_it_down(sign_in, icb, home):
    pcn = pcn_named("Westmere PCN")
    client = sign_in("commissioner_lead", organisation=icb)
    address = reverse("directory:add_relationship", args=[home.pk]) + "?kind=pcn&q=westm"
    page = client.get(address).content.decode()
    assert "Westmere PCN" in page
    boxes = dict(zip(re.findall(r'name="(starts_on[-_]\w+)"', page), ("1", "10", "2026"), strict=True))
    data = {"idempotency_key": str(uuid.uuid4()), "organisation": pcn.pk, "status": "agreed", **boxes}
    answer = client.post(address, data, follow=True)
    assert "Westmere PCN</a>, since 1 October 2026" in " ".join(answer.content.decode().split())


def test_what_is_in_the_way_is_said_in_the_form(sign_in, icb, home):
    HomeRelationshipFactory(home=home, organisation=pcn_named("Tideway PCN"), starts_on=OCTOBER)
    pcn = pcn_named("Westmere PCN")
    client = sign_in("commissioner_lead", organisation=icb)
    address = reverse("directory:add_relationship", args=[home.pk]) + "?kind=pcn&q=westm"
    boxes = dict(
        zip(
            re.findall(r'name="(starts_on[-_]\w+)"', client.get(address).content.decode()),
            "1 11 2026".split(),
            strict=True,
        )
    )
    data = {"idempotency_key": str(uuid.uuid4()), "organisation": pcn.pk, "status": "agreed", **boxes}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "Only one can be at a time" in answer.content.decode()


def test_nothing_found_says_what_to_do(sign_in, icb, home):
    address = reverse("directory:add_relationship", args=[home.pk]) + "?kind=pcn&q=nowhere"
    page = sign_in("commissioner_lead", organisation=icb).get(address).content.decode()
    assert "No organisation of that kind has this name or code" in page


def test_a_commissioner_of_another_area_finds_no_such_home(sign_in, home):
    client = sign_in("commissioner_lead")
    assert client.get(reverse("directory:add_relationship", args=[home.pk])).status_code == 404
    row = HomeRelationshipFactory(home=home)
    for name in ("change_relationship", "end_relationship"):
        assert client.get(reverse(f"directory:{name}", args=[home.pk, row.pk])).status_code == 404


def test_a_commissioner_does_not_end_their_own_commission(sign_in, icb, home):
    row = HomeRelationship.objects.get(home=home, kind="commissioner")
    client = sign_in("commissioner_lead", organisation=icb)
    assert client.get(reverse("directory:end_relationship", args=[home.pk, row.pk])).status_code == 403


def test_pages_to_change_and_to_end_show_and_save(sign_in, icb, home):
    row = HomeRelationshipFactory(
        home=home, organisation=pcn_named("Westmere PCN"), status="nearest", starts_on=OCTOBER
    )
    client = sign_in("commissioner_lead", organisation=icb)
    history = client.get(reverse("directory:relationships", args=[home.pk])).content.decode()
    assert "Confirm or change" in history

    change_page = reverse("directory:change_relationship", args=[home.pk, row.pk])
    page = client.get(change_page).content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    boxes = dict(zip(re.findall(r'name="(on[-_]\w+)"', page), "1 10 2026".split(), strict=True))
    assert client.post(change_page, {"version": version, "status": "agreed", "beds": "40", **boxes}).status_code == 302

    end_page = reverse("directory:end_relationship", args=[home.pk, row.pk])
    page = client.get(end_page).content.decode()
    boxes = dict(zip(re.findall(r'name="(last_day[-_]\w+)"', page), "31 10 2026".split(), strict=True))
    assert client.post(end_page, {"reason": "Moved", **boxes}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.beds_for_payment, row.ends_on) == ("agreed", 40, NOVEMBER)
