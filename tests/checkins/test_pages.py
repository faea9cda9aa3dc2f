"""The call and its form as people use them, without JavaScript; and who finds nothing there."""

import re
import uuid

import pytest
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from carehomes.issues.actions import NewIssue, raise_issue
from carehomes.issues.models import Issue, Kind
from checkins.models import Attempt, CheckIn, CheckInDraft, CheckInState, Nomination, NominationState
from tests.checkins.conftest import named, nothing_to_report
from tests.checkins.days import NOW
from tests.checkins.pages import form, page
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
)

pytestmark = pytest.mark.django_db


def test_start_leads_to_the_form(coordinator, world):
    answer = coordinator.post(f"/homes/{world.home.pk}/check-in/")
    assert answer["Location"] == form(world)
    shown = page(coordinator.get(form(world)))
    assert "Check-in with Larch House" in shown
    assert "0 of 15 asked" in shown
    assert "This is the first check-in with Larch House" in shown
    assert "0151 496 0110" in page(coordinator.get(naming(world)))  # the urgent line, before anything is added


def naming(world):
    return reverse("checkins:naming", args=[world.check_in.pk])


def test_what_a_resident_is_named_with_comes_when_something_is_reported(coordinator, world):
    shown = page(coordinator.get(form(world)))
    assert f'data-hr-naming="{naming(world)}"' in shown
    assert "<template" not in shown
    ReadLog.objects.all().delete()
    brought = page(coordinator.get(naming(world)))
    assert f'<option value="{world.resident.pk}">Ivy Meadowsweet' in brought
    assert {'<template id="about">', '<template id="nomination">'} <= set(re.findall("<template.*?>", brought))
    assert ReadLog.objects.get(screen="check-in").resident_id == world.resident.pk


def test_nobody_is_named_in_a_check_in_that_is_over(coordinator, world, complete):
    complete()
    assert coordinator.get(naming(world)).status_code == 404


def test_the_form_logs_the_residents_that_it_shows(coordinator, world):
    ResidentFactory(home=world.home)
    page(coordinator.get(form(world)))
    assert ReadLog.objects.filter(screen="check-in", user_id=world.membership.user_id).count() == 2


def flat(fields, **more):
    return {**fields, **{name: [value] for name, value in more.items()}}


def test_without_javascript_from_the_first_button_to_the_last(coordinator, world):
    page_of = coordinator.get
    answer = coordinator.post(form(world), {"do": "new:urgent_clinical", "seen": "0", "section-falls": "nothing"})
    assert answer["Location"] == f"{form(world)}#section-urgent_clinical"
    shown = page(page_of(form(world)))
    key = re.search(r'name="place-([0-9a-f-]{36})"', shown)[1]

    fields = nothing_to_report(**named(world.resident, key=key))
    del fields[f"added-{key}"]
    answer = coordinator.post(form(world), flat(fields, do=f"add:{key}", seen="1"))
    assert answer["Location"] == f"{form(world)}#nomination-{key}"
    nomination = Nomination.objects.get()  # told before the call ends
    assert nomination.state == NominationState.RAISED
    assert "to be acknowledged by 12:42" in page(page_of(form(world)))

    fields = nothing_to_report(**named(world.resident, key=key))
    answer = coordinator.post(form(world), flat(fields, do="complete", seen="2"))
    confirm = reverse("checkins:confirm", args=[world.check_in.pk])
    assert answer["Location"] == confirm
    shown = page(page_of(confirm))
    assert "Told at 10:42" in shown
    revision = re.search(r'name="revision" value="(\d+)"', shown)[1]
    for _ in range(2):
        assert coordinator.post(confirm, {"revision": revision})["Location"] == "/this-week/"
    assert CheckIn.objects.get().state == CheckInState.COMPLETED
    assert Nomination.objects.count() == 1
    assert "1 raised, 1 same day" in page(page_of("/this-week/"))


def test_what_is_missing_is_said_and_nothing_typed_is_lost(coordinator, world):
    typed = {"section-falls": "something", "text-falls": "A fall in the garden", "note": "Early", "do": "complete"}
    shown = page(coordinator.post(form(world), typed))
    assert "There is a problem" in shown
    assert "<title>Error: " in shown
    assert 'href="#spoke_to"' in shown
    assert "A fall in the garden" in shown
    assert CheckInDraft.objects.get().fields["note"] == ["Early"]


def test_a_name_that_nobody_has_is_given_back(coordinator, world):
    fields = nothing_to_report(**named(world.resident, key=(key := str(uuid.uuid4()))))
    fields[f"resident-{key}"] = ["Ivy Medow"]
    shown = page(coordinator.post(form(world), flat(fields, do=f"add:{key}", seen="0")))
    assert "Choose the resident who needs someone" in shown
    assert '<option value="Ivy Medow" selected' in shown
    assert not Nomination.objects.exists()


def test_nobody_answers(coordinator, world):
    sent = {"do": "no_answer", "attempt_key": str(uuid.uuid4()), "note": "Rang twice"}
    for _ in range(2):
        assert coordinator.post(form(world), sent)["Location"] == "/this-week/"
    assert Attempt.objects.count() == 1
    assert CheckInDraft.objects.get().fields["note"] == ["Rang twice"]
    shown = page(coordinator.get("/this-week/"))
    assert "Try again" in shown
    assert "No answer 10:42" in shown


def test_they_ask_to_be_rung_back(coordinator, world):
    wrong = page(coordinator.post(form(world), {"do": "ring_back", "ring_back_at": "later"}))
    assert "must be a time, like 09:20" in wrong
    coordinator.post(form(world), {"do": "ring_back", "ring_back_at": "14:00"})
    assert Attempt.objects.get().ring_back_at.hour == 14
    shown = page(coordinator.get("/this-week/"))
    assert "They ask to be rung back at 14:00. Larch House stays on the list." in shown  # not when they asked
    assert "Ring back at 14:00" in shown


def test_what_is_still_open_and_was_not_asked_is_said_before_it_is_completed(coordinator, world, types):
    with acting_scope(world.by):
        new = NewIssue(home_id=world.home.pk, kind=Kind.MEDICINES, title="No patches", key=uuid.uuid4())
        issue = raise_issue(new=new, by=world.by, now=NOW)
    address = reverse("checkins:confirm", args=[world.check_in.pk])
    types(nothing_to_report())
    shown = page(coordinator.get(address))
    assert "1 thing stays open: Medicines. The home has not said whether it is done." in shown
    types({f"issue-{issue.pk}": ["not_yet"]})
    assert "not asked about" not in page(coordinator.get(address))


def test_the_record_leads_to_what_came_of_it(coordinator, world, complete):
    complete(**{"section-falls": ["something"], "text-falls": ["A fall in the garden"]})
    issue = Issue.objects.get()
    shown = page(coordinator.get(form(world)))
    assert "What came of it" in shown
    assert reverse("issues:issue", args=[issue.pk]) in shown


def test_autosave_answers_with_what_a_colleague_wrote(coordinator, client, world, types):
    address = reverse("checkins:draft", args=[world.check_in.pk])
    first = coordinator.post(address, {"touched": "note", "note": "Mine", "seen": "0"}).json()
    assert first["revision"] == 1
    assert first["saved"] == "10:42"
    sam = acting_for(MembershipFactory(organisation=world.pcn, user__name="Sam Tansy"))
    types({"note": ["Sam's"], "mode": ["video"]}, by=sam)
    second = coordinator.post(address, {"touched": "note", "note": "Mine too", "seen": "1"}).json()
    assert second["conflicts"] == ["note"]
    assert second["theirs"]["mode"] == ["video"]
    assert "Sam Tansy changed this at 10:42" in second["differences"]
    assert "You wrote: Mine too" in second["differences"]
    assert CheckInDraft.objects.get().fields["note"] == ["Sam's"]


def test_what_was_typed_for_one_organisation_is_not_saved_for_another(coordinator, world):
    """Both may ring the home: only the form says for whom its page was opened."""
    surgery = OrganisationFactory(name="Harbour Surgery", kind=OrganisationKind.GP_PRACTICE)
    HomeRelationshipFactory(home=world.home, organisation=surgery, kind=RelationshipKind.PRACTICE)
    other = MembershipFactory(user=world.membership.user, organisation=surgery)
    typed = {"touched": "note", "note": "Mine", "seen": "0", "opened_for": world.membership.pk}
    coordinator.act_as(other)
    saving = coordinator.post(
        reverse("checkins:draft", args=[world.check_in.pk]), typed, headers={"X-Requested-With": "fetch"}
    )
    assert (saving.status_code, list(saving.json())) == (409, ["opened_for_note"])
    assert coordinator.post(form(world), {**typed, "do": "complete"}).status_code == 409
    assert not CheckInDraft.objects.exists()

    coordinator.post(reverse("access:switch"), {"membership": world.membership.pk, "go_on": "1"})
    back = page(coordinator.get(form(world)))
    assert ">Mine</textarea>" in back
    assert " data-hr-kept" in back  # the script saves it: it is in no draft yet
    assert " data-hr-kept" not in page(coordinator.get(form(world)))


def test_words_that_waited_while_a_colleague_completed_it_are_shown(coordinator, world):
    other = MembershipFactory(user=world.membership.user, organisation__name="Harbour Surgery")
    coordinator.act_as(other).post(form(world), {"note": "Mine", "seen": "0", "opened_for": world.membership.pk})
    CheckIn.objects.update(state="completed", completed_at=NOW, caller_user_id=1, caller_name="Sam Tansy")
    coordinator.post(reverse("access:switch"), {"membership": world.membership.pk, "go_on": "1"})
    back = page(coordinator.get(form(world)))
    assert "This check-in is not open any more" in back
    assert "<dt>Note</dt><dd>Mine</dd>" in back
    assert "What the home said" in page(coordinator.get(form(world)))  # shown once


def test_a_stale_form_is_told_who_changed_what_and_keeps_what_was_typed(coordinator, world, types):
    sam = acting_for(MembershipFactory(organisation=world.pcn, user__name="Sam Tansy"))
    types({"note": ["Sam's"]}, by=sam)
    shown = page(coordinator.post(form(world), {"do": "complete", "note": "Mine", "seen": "0"}))
    assert "Sam Tansy changed this at 10:42" in shown
    assert "Sam Tansy wrote: Sam&#39;s" in shown
    assert ">Mine</textarea>" in shown


def test_typing_after_somebody_else_completed_it_loses_nothing(coordinator, world, complete):
    complete()
    address = reverse("checkins:draft", args=[world.check_in.pk])
    answer = coordinator.post(address, {"touched": "note", "note": "Late", "seen": "0"})
    assert answer.status_code == 409
    typed = {"do": "complete", "note": "Late", "section-falls": "something", "text-falls": "A fall"}
    answer = coordinator.post(form(world), typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "What you typed was not added" in shown
    assert "A fall" in shown
    assert "Late" in shown


def test_a_completed_check_in_is_a_record(coordinator, world, complete):
    complete(**{"section-stock": ["something"], "text-stock": ["Gloves run out"]}, **named(world.resident))
    shown = page(coordinator.get(form(world)))
    assert "Gloves run out" in shown
    assert "Ivy Meadowsweet" in shown
    assert "infection and new COVID-19" in shown
    assert "Priya Fennel, Westmere PCN" in shown
    history = page(coordinator.get(f"/homes/{world.home.pk}/check-ins/"))
    assert "2 raised, 1 same day" in history


def test_who_may_not_ring_reads(client, world, types):
    types({"note": ["Half said"]})
    shown = page(client.act_as(MembershipFactory(organisation=world.pcn, role="pharmacist")).get(form(world)))
    assert "Priya Fennel is ringing" in shown
    assert "Half said" not in shown
    assert client.post(form(world), {"note": "x"}).status_code == 403


def test_the_home_declines(coordinator, world):
    address = reverse("checkins:stop", args=[world.check_in.pk])
    assert "Choose what happened" in page(coordinator.post(address, {"idempotency_key": str(uuid.uuid4())}))
    sent = {"outcome": "decline", "declined": "No time this week", "idempotency_key": str(uuid.uuid4())}
    assert coordinator.post(address, sent)["Location"] == "/this-week/"
    assert CheckIn.objects.get().state == CheckInState.DECLINED
    assert "Declined by the home" in page(coordinator.get("/this-week/"))
    assert "Start check-in" in page(coordinator.get(form(world)))


def test_confirming_what_is_not_whole_leads_back(coordinator, world):
    confirm = reverse("checkins:confirm", args=[world.check_in.pk])
    assert coordinator.get(confirm)["Location"] == form(world)
    assert coordinator.post(confirm, {"revision": "0"})["Location"] == form(world)


def test_confirming_after_a_change_shows_it_again(coordinator, world, types):
    types(nothing_to_report())
    types({"note": ["Changed since"]})
    confirm = reverse("checkins:confirm", args=[world.check_in.pk])
    assert coordinator.post(confirm, {"revision": "1"})["Location"] == confirm
    assert "Changed since" in page(coordinator.get(confirm))


# Other tenants


@pytest.mark.parametrize(
    "address",
    [
        "/check-ins/{check_in}/",
        "/check-ins/{check_in}/naming/",
        "/check-ins/{check_in}/record/",
        "/check-ins/{check_in}/confirm/",
        "/homes/{home}/check-ins/",
    ],
)
def test_another_pcn_finds_nothing(client, world, address):
    stranger = client.act_as(MembershipFactory())
    path = address.format(check_in=world.check_in.pk, home=world.home.pk)
    assert stranger.get(path).status_code == 404


def test_another_pcn_changes_nothing(client, world):
    stranger = client.act_as(MembershipFactory())
    nomination = NominationFactory(resident=world.resident)
    for path in (
        f"/homes/{world.home.pk}/check-in/",
        form(world),
        reverse("checkins:draft", args=[world.check_in.pk]),
        reverse("checkins:stop", args=[world.check_in.pk]),
        f"/to-see/{nomination.pk}/withdraw/",
    ):
        assert stranger.post(path, {"note": "x", "touched": "note"}).status_code == 404
    assert "Larch House" not in page(stranger.get("/this-week/?whose=everyone"))
    assert "Larch House" not in page(stranger.get("/to-see/"))


def test_a_commissioner_may_not_open_what_was_said(client, world):
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    lead = client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))
    for path in (form(world), "/this-week/", "/to-see/", f"/homes/{world.home.pk}/check-ins/"):
        assert lead.get(path).status_code == 403


def test_why_a_check_in_does_not_happen_is_not_asked_of_one_that_is_done(coordinator, world, complete):
    complete()
    answer = coordinator.get(f"{form(world)}stop/", follow=True)
    assert answer.redirect_chain == [(form(world), 302)]
    assert "This check-in is done." in page(answer)
