"""Adding to another organisation's completed check-in, and putting one right."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.issues.models import Issue
from checkins.actions.afterwards import Need, Report, Right, add_report, correct
from checkins.models import Addition, CheckIn, Correction, Nomination, SectionAnswer
from checkins.transitions import Refused
from tests.checkins.days import NOW
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)

AN_ISSUE = Need()
REPORT = Report("stock", "Gloves run out by Friday", "Moira Sorrel, deputy manager")


@pytest.fixture
def sam(world):
    """A coordinator of another practice that works with the same home."""
    practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, name="Quay Practice")
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    return MembershipFactory(organisation=practice, user__name="Sam Tansy")


def needs(who, **more):
    """The rest of a form that is sent: who must do something, and its key."""
    return {"needs": who, "idempotency_key": str(uuid.uuid4()), **more}


def adds(world, by, *, key=None, now=NOW, report=REPORT):
    with acting_scope(by):
        return add_report(check_in_id=world.check_in.pk, report=report, key=key or uuid.uuid4(), by=by, now=now)


def test_a_later_report_has_its_own_author_and_time(world, complete, sam):
    complete()
    later = NOW + timedelta(hours=4)
    added = adds(world, acting_for(sam), now=later)
    assert (added.by_name, added.by_organisation_name, added.at) == ("Sam Tansy", "Quay Practice", later)
    check_in = CheckIn.objects.get()
    assert (check_in.caller_name, check_in.items_raised) == ("Priya Fennel", 1)
    assert SectionAnswer.objects.get(section="stock").something is False  # what was said first stays as it was
    issue = Issue.objects.get()
    assert (issue.kind, issue.raised_by_name, issue.words.said_by) == ("stock", "Sam Tansy", REPORT.spoke_to)


def test_added_twice_is_added_once(world, complete, sam):
    complete()
    key, by = uuid.uuid4(), acting_for(sam)
    assert adds(world, by, key=key) == adds(world, by, key=key)
    assert (Addition.objects.count(), Issue.objects.count(), CheckIn.objects.get().items_raised) == (1, 1, 1)


def test_an_open_check_in_is_not_added_to(world, sam):
    with pytest.raises(Refused, match="still open"):
        adds(world, acting_for(sam))


def test_not_after_the_week(world, complete, sam):
    complete()
    with pytest.raises(Refused, match="This week is over"):
        adds(world, acting_for(sam), now=NOW + timedelta(days=5))


def test_who_may_not(world, complete, carer):
    complete()
    with pytest.raises(PermissionDenied):
        adds(world, carer)


def test_what_was_added_is_never_changed(world, complete, sam):
    complete()
    by = acting_for(sam)
    adds(world, by)
    with acting_scope(by), pytest.raises(DatabaseError), transaction.atomic():
        Addition.objects.update(text="Something else")


def test_on_the_pages(client, world, complete, sam):
    complete()
    client.act_as(sam)
    listed = client.get("/this-week/?whose=everyone").content.decode()
    assert f"/check-ins/{world.check_in.pk}/add/" in listed
    assert "Add to theirs: Larch House" in listed
    address = f"/check-ins/{world.check_in.pk}/add/"
    assert "Priya Fennel, Westmere PCN has rung Larch House this week" in client.get(address).content.decode()
    assert client.post(address, {"section": "stock"}).status_code == 422
    data = {"section": "stock", "text": REPORT.text, "spoke_to": REPORT.spoke_to, **needs("issue")}
    record = client.post(address, data, follow=True).content.decode()
    assert "Added later in the week" in record
    assert "Sam Tansy, Quay Practice. Said by Moira Sorrel" in record


def corrects(world, *, something, text="", reason="Misheard", key=None, need=AN_ISSUE):
    with acting_scope(world.by):
        right = Right("falls", something, text, reason, need)
        return correct(check_in_id=world.check_in.pk, right=right, key=key or uuid.uuid4(), by=world.by, now=NOW)


def test_a_correction_keeps_what_stood_there(world, complete):
    complete()
    done = corrects(world, something=True, text="Edith Campion fell")
    assert (done.version, done.before) == (2, {"something": False, "text": "", "details": {}})
    answer = SectionAnswer.objects.get(section="falls")
    assert (answer.something, answer.text) == (True, "Edith Campion fell")
    assert Issue.objects.get().kind == "falls"
    again = corrects(world, something=False, reason="It was another home")
    assert (again.version, again.before["text"]) == (3, "Edith Campion fell")
    assert SectionAnswer.objects.get(section="falls").something is False


def test_corrected_twice_is_corrected_once(world, complete):
    complete()
    key = uuid.uuid4()
    assert corrects(world, something=True, text="One fell", key=key) == corrects(world, something=False, key=key)
    assert Correction.objects.count() == 1


def test_a_correction_needs_a_reason_and_a_completed_check_in(world, complete):
    with pytest.raises(Refused, match="Only a completed"):
        corrects(world, something=False)
    complete()
    with pytest.raises(Refused, match="Say why"):
        corrects(world, something=False, reason="  ")


def test_a_correction_on_the_page(client, world, complete):
    complete()
    client.act_as(world.membership)
    address = f"/check-ins/{world.check_in.pk}/put-right/falls/"
    assert client.post(address, {"answer": "something", "reason": "Misheard"}).status_code == 422
    data = {"answer": "something", "text": "One fell", "reason": "Misheard", **needs("issue")}
    record = client.post(address, data, follow=True).content.decode()
    assert "Was: nothing to report<br>Now: One fell" in record
    assert "Version 2" in record
    assert client.get(f"/check-ins/{world.check_in.pk}/put-right/nothing/").status_code == 404


# --- Of whom it speaks


@pytest.mark.parametrize("typed", ["Ivy Meadowsweet", "ivy meadowsweet, 91, room 12"])
def test_a_later_report_is_about_a_resident(client, world, complete, typed):
    complete()
    client.act_as(world.membership)
    address = f"/check-ins/{world.check_in.pk}/add/"
    page = client.get(address).content.decode()
    assert '<option value="Ivy Meadowsweet, ' in page
    assert 'list="people-names"' in page
    data = {"section": "falls", "text": "Fell in the garden", "spoke_to": "Moira Sorrel", "resident": typed}
    assert client.post(address, {**data, **needs("issue")}).status_code == 302
    issue = Issue.objects.get()
    assert (issue.resident_id, issue.kind) == (world.resident.pk, "falls")
    assert not Nomination.objects.exists()


def test_a_later_report_names_a_resident_for_a_clinician(client, world, complete, sam):
    complete()
    client.act_as(sam)
    address = f"/check-ins/{world.check_in.pk}/add/"
    data = {"section": "urgent_clinical", "text": "Short of breath since lunch", "spoke_to": "Moira Sorrel"}
    clinician = needs("clinician", resident="Ivy Meadowsweet", urgency="same_day", reasons=["change_in_condition"])
    record = client.post(address, {**data, **clinician}, follow=True).content.decode()
    assert "Ring the urgent line as well" in record
    assert "Short of breath since lunch" in record
    nomination = Nomination.objects.get()
    assert (nomination.resident_id, nomination.check_in_id, nomination.raised_by_name) == (
        world.resident.pk,
        world.check_in.pk,
        "Sam Tansy",
    )
    check_in = CheckIn.objects.get()
    assert (check_in.items_raised, check_in.nominations_raised, check_in.same_day_raised) == (0, 1, 1)
    assert not Issue.objects.exists()
    client.post(address, {**data, **clinician})  # the same sending once more
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"needs": "issue", "resident": "Winifred Larkspur"}, "Choose a resident of the home, or leave it empty"),
        (
            {"needs": "clinician", "urgency": "routine", "reasons": ["fall"]},
            "Choose the resident who needs a clinician",
        ),
        ({"needs": "clinician", "resident": "Ivy Meadowsweet"}, "Choose how soon"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, world, complete, more, words):
    complete()
    ResidentFactory(home=home_of(world.pcn), given_name="Winifred", family_name="Larkspur")  # of another home
    client.act_as(world.membership)
    data = {"section": "falls", "text": "Fell in the garden", "spoke_to": "Moira Sorrel", **needs(""), **more}
    answer = client.post(f"/check-ins/{world.check_in.pk}/add/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Fell in the garden" in answer.content.decode()
    assert not Addition.objects.exists()


def test_nobody_of_another_home_whatever_the_door(world, complete, sam):
    complete()
    elsewhere = ResidentFactory(home=home_of(world.pcn))
    for need in (Need(elsewhere.pk), Need(elsewhere.pk, "same_day", ("fall",)), Need(None, "same_day", ("fall",))):
        with pytest.raises(Refused):
            adds(world, acting_for(sam), report=Report("falls", "Fell", "Moira Sorrel", need))
        with pytest.raises(Refused):
            corrects(world, something=True, text="Fell", need=need)
    assert (Addition.objects.count(), Correction.objects.count(), Issue.objects.count()) == (0, 0, 0)
    assert SectionAnswer.objects.get(section="falls").something is False


def test_a_correction_is_about_a_resident_or_names_one(client, world, complete):
    complete()
    client.act_as(world.membership)
    address = f"/check-ins/{world.check_in.pk}/put-right/falls/"
    data = {"answer": "something", "text": "Ivy fell", "reason": "Misheard", "resident": "Ivy Meadowsweet"}
    assert client.post(address, {**data, **needs("issue")}).status_code == 302
    assert Issue.objects.get().resident_id == world.resident.pk
    assert "Nothing more: what was raised from it stays as it is" in client.get(address).content.decode()
    assert client.post(address, {**data, **needs("nothing_more"), "text": "Ivy fell twice"}).status_code == 302
    assert Issue.objects.count() == 1
    clinician = needs("clinician", urgency="within_48_hours", reasons=["fall"])
    assert client.post(address, {**data, **clinician}).status_code == 302
    assert Nomination.objects.get().resident_id == world.resident.pk
    assert CheckIn.objects.get().nominations_raised == 1


def test_something_new_is_taken_on_by_somebody(world, complete):
    complete()
    with pytest.raises(Refused, match="Say who is needed"):
        corrects(world, something=True, text="Fell", need=None)


def test_nothing_to_report_needs_nobody(client, world, complete):
    complete()
    corrects(world, something=True, text="Fell")
    client.act_as(world.membership)
    data = {"answer": "nothing", "reason": "It was another home", "idempotency_key": str(uuid.uuid4())}
    assert client.post(f"/check-ins/{world.check_in.pk}/put-right/falls/", data).status_code == 302
    assert (SectionAnswer.objects.get(section="falls").something, Issue.objects.count()) == (False, 1)
