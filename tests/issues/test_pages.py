"""The pages of issues: what each role sees, what the address narrows, forms that come too late, files and exports."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from carehomes.access.models import ReadLog
from carehomes.issues import actions
from carehomes.issues.models import Issue, IssueFile, IssueNote, IssueState, Kind
from carehomes.issues.queries.lists import PAGE
from carehomes.ui import formats
from tests.factories import MembershipFactory, OrganisationFactory, home_of
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a chart"


def text(answer):
    return " ".join(answer.content.decode().split())


def seen(client, world, who, url):
    return client.act_as(world.memberships[who]).get(url)


def test_your_issues_say_what_is_next(client, world, raised):
    issue = raised()
    page = text(seen(client, world, "lead", "/issues/"))
    assert "Your issues" in page
    assert "Chart query" in page
    assert "Edith Campion" in page
    assert "Waiting for you" in page
    assert f"/issues/{issue.pk}/" in page
    assert ReadLog.objects.filter(screen="issues", resident_id=world.resident.pk).exists()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("?tab=team", {"Chart query", "Sling torn"}),
        ("?tab=team&kind=equipment", {"Sling torn"}),
        ("?tab=team&q=chart", {"Chart query"}),
        ("?tab=team&priority=urgent", set()),
        ("?tab=team&late=1", set()),
        ("?tab=team&turn=them", set()),
        ("?tab=team&turn=us", {"Chart query", "Sling torn"}),
        ("?tab=yours", {"Chart query", "Sling torn"}),
        ("?tab=confirm", set()),
        ("?tab=closed", set()),
        ("?tab=nonsense&kind=nonsense&page=99999999999&home=x", {"Chart query", "Sling torn"}),
    ],
)
def test_the_address_narrows_the_list(client, world, raised, address, shown):
    raised()
    raised(kind=Kind.EQUIPMENT, title="Sling torn", resident_id=None)
    page = text(seen(client, world, "by", f"/issues/{address}"))
    assert {words for words in ("Chart query", "Sling torn") if words in page} == shown


def test_the_list_says_what_it_is_narrowed_to_and_how_to_see_all(client, world, raised):
    raised()
    page = text(seen(client, world, "by", f"/issues/?tab=team&turn=us&q=chart&home={world.home.pk}&sort=newest"))
    assert "Only Larch House, “chart” in the title and our turn. Newest first." in page
    assert '<a href="/issues/?tab=team">Show all</a>' in page
    assert "Show all" not in text(seen(client, world, "by", "/issues/?tab=team&kind=medicines"))


def test_a_heading_of_many_pages_does_not_say_that_these_are_all(client, world, raised):
    raised()
    assert "on this page" not in text(seen(client, world, "lead", "/issues/"))
    for _ in range(PAGE):
        raised()
    assert f"{PAGE} on this page" in text(seen(client, world, "lead", "/issues/"))


def test_a_title_that_ends_with_a_full_stop_gets_no_second_one(client, world, raised, do):
    issue = raised(title="The delivery was late.")
    do(actions.resolve, issue, by=world.lead, answer="It came.")
    page = text(seen(client, world, "manager", "/issues/"))
    assert "Say if it is done" in page
    assert "late. " in page
    assert "late.." not in page


def test_what_is_late_comes_first(client, world, raised, time_machine):
    raised()
    raised(title="Newer", now=NOW + timedelta(days=12))
    time_machine.move_to(NOW + timedelta(days=12), tick=False)
    page = text(seen(client, world, "lead", "/issues/")).partition("<table")[2]
    assert page.index("Late") < page.index("Chart query") < page.index("Waiting for you") < page.rindex("Newer")


def test_a_commissioner_counts_and_reads_no_word(client, world, raised):
    issue = raised()
    for url in ("/issues/", f"/issues/{issue.pk}/", "/issues/list.csv"):
        page = text(seen(client, world, "commissioner", url))
        assert "Chart query" not in page
        assert "Campion" not in page
        assert "10 mg" not in page
    assert "Medicines issue" in page
    assert client.post(f"/issues/{issue.pk}/", {"text": "Hello", "idempotency_key": uuid.uuid4()}).status_code == 403


def test_somebody_elses_issue_is_not_found(client, world, raised):
    issue = raised()
    stranger = MembershipFactory(role="care_coordinator")
    home_of(stranger.organisation)
    client.act_as(stranger)
    for path in ("", "step/resolve/", "step/owner/", "attach/", "files/1/"):
        assert client.get(f"/issues/{issue.pk}/{path}").status_code == 404
    for path in ("accept/", "watch/", "home-yes/"):
        assert client.post(f"/issues/{issue.pk}/{path}").status_code == 404
    assert "Chart query" not in text(client.get("/issues/?tab=all"))


def test_the_whole_page(client, world, raised, do):
    issue = raised()
    do(actions.hand_off, issue, by=world.lead, system="Mortar Lane Pharmacy", reference="MLP-77310", answer_by=None)
    do(actions.record_outcome, issue, by=world.lead, outcome="5 mg is right")
    do(actions.resolve, issue, by=world.lead, answer="New chart went with the driver.")
    page = text(seen(client, world, "by", f"/issues/{issue.pk}/"))
    for words in (
        "Chart query, Edith Campion",
        "Ask Larch House if it is done",
        "Only the home can close it",
        "They say yes",
        "The morning chart still shows 10 mg.",
        "Moira Sorrel by phone",
        "MLP-77310",
        "New chart went with the driver.",
        "The home says yes: it closes.",
        "3 working days by policy",
    ):
        assert words in page
    assert ReadLog.objects.filter(screen="issue", resident_id=world.resident.pk).count() == 1


def test_what_happens_next_is_said_to_whoever_reads(client, world, raised):
    address = f"/issues/{raised().pk}/"
    assert "You resolve it and say to the home what was done." in text(seen(client, world, "lead", address))
    assert "Joe Lovage resolves it and says to the home" in text(seen(client, world, "by", address))


def test_no_moment_that_has_passed_is_said_to_come(client, world, raised, time_machine):
    issue = raised()
    moment = formats.day_clock(issue.next_escalation_at)
    address = f"/issues/{issue.pk}/"
    assert f"Not done by {moment}: more people are told." in text(seen(client, world, "lead", address))
    time_machine.move_to(issue.next_escalation_at + timedelta(seconds=1), tick=False)
    page = text(seen(client, world, "lead", address))
    assert "Within minutes: more people are told." in page
    assert "Not done by" not in page


def test_pressing_accept_and_resolving(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["lead"])
    assert "Accept" in text(client.get(f"/issues/{issue.pk}/"))
    client.post(f"/issues/{issue.pk}/accept/", {"key": uuid.uuid4(), "seen": 1})
    answer = client.post(
        f"/issues/{issue.pk}/step/resolve/", {"words": "Done.", "seen": 2, "idempotency_key": uuid.uuid4()}
    )
    assert answer.status_code == 302
    issue.refresh_from_db()
    assert (issue.state, issue.words.answer) == (IssueState.RESOLVED, "Done.")


def test_a_late_form_keeps_what_was_typed_and_says_who_was_quicker(client, world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    client.act_as(world.memberships["by"])
    address, typed = f"/issues/{issue.pk}/step/resolve/", {"words": "I rang them.", "seen": 1}
    answer = client.post(address, {**typed, "idempotency_key": uuid.uuid4()})
    assert answer.status_code == 422
    page = text(answer)
    assert "Joe Lovage, 10:52: Accepted" in page
    assert "I rang them." in page
    assert 'name="seen" value="2"' in page
    assert client.post(address, {**typed, "seen": 2, "idempotency_key": uuid.uuid4()}).status_code == 302


def test_a_step_that_cannot_be_taken_any_more_leads_back(client, world, raised, do):
    issue = raised()
    do(actions.withdraw, issue, by=world.lead, reason="Twice")
    client.act_as(world.memberships["lead"])
    assert client.get(f"/issues/{issue.pk}/step/resolve/").status_code == 302
    assert client.get(f"/issues/{issue.pk}/step/nonsense/").status_code == 404
    client.act_as(world.memberships["carer"])
    assert client.get(f"/issues/{issue.pk}/step/resolve/").status_code == 403


def test_a_kind_keeps_its_capitals_in_a_sentence(client, world, raised):
    issue = raised(kind=Kind.STOCK, title="Gloves run out")
    assert f"Issue {issue.pk}, PPE and stock." in text(seen(client, world, "by", f"/issues/{issue.pk}/"))


def test_a_step_says_what_it_is_about_and_who_has_it(client, world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    client.act_as(world.memberships["by"])
    address = f"/issues/{issue.pk}/step/resolve/"
    page = text(client.get(address))
    assert f"<p>{issue.words.said}</p></blockquote>" in page
    assert "With Joe Lovage, " in page
    empty = client.post(address, {"words": " ", "seen": 2, "idempotency_key": uuid.uuid4()})
    assert "Enter what was done" in text(empty)


def test_words_that_waited_while_somebody_else_did_it_are_shown(client, world, raised, do):
    issue, address = raised(), "step/resolve/"
    membership = world.memberships["by"]
    other = MembershipFactory(user=membership.user, organisation__name="Harbour Surgery")
    typed = {"words": "I rang them.", "seen": 1, "idempotency_key": uuid.uuid4(), "opened_for": membership.pk}
    client.act_as(other).post(f"/issues/{issue.pk}/{address}", typed)
    do(actions.withdraw, issue, by=world.lead, reason="Twice")
    client.post("/switch/", {"membership": membership.pk, "go_on": "1"})
    assert "I rang them.</textarea>" in text(client.get(f"/issues/{issue.pk}/{address}"))
    assert client.get(f"/issues/{issue.pk}/{address}").status_code == 302


def test_an_answer_is_expected_today_or_later(client, world, raised):
    issue = raised()
    form = {"seen": issue.revision, "system": "EMIS", "idempotency_key": uuid.uuid4()}
    day = {"answer_by_day": "1", "answer_by_month": "1", "answer_by_year": "2020"}
    answer = client.act_as(world.memberships["by"]).post(f"/issues/{issue.pk}/step/hand-off/", {**form, **day})
    assert answer.status_code == 422
    assert "The day of the answer must be today or in the future" in text(answer)


@pytest.mark.parametrize("what", ["resolve", "hand-off", "owner", "priority", "withdraw", "they-say-yes"])
def test_each_steps_page_opens(client, world, raised, what):
    issue = raised()
    page = seen(client, world, "by", f"/issues/{issue.pk}/step/{what}/")
    assert page.status_code == 200
    assert "Chart query, Edith Campion" in text(page)


def raise_form(world, *, key=None, home=None):
    return {
        "home": home or world.home.pk,
        "resident": world.resident.pk,
        "kind": "falls",
        "title": "Two falls",
        "said": "In the night",
        "priority": "",
        "idempotency_key": key or uuid.uuid4(),
    }


def test_raising_from_the_page(client, world):
    client.act_as(world.memberships["by"])
    assert "Edith Campion" in text(client.get(f"/issues/raise/?home={world.home.pk}"))
    key = uuid.uuid4()
    form = raise_form(world, key=key)
    for _ in range(2):
        assert client.post("/issues/raise/", form).status_code == 302
    issue = Issue.objects.get()
    assert (issue.kind, issue.priority, issue.words.said_how) == ("falls", "two_days", "phone")


def test_which_home_is_asked_once_and_first(client, world):
    other = home_of(world.pcn, name="Rowan Court")
    first = text(client.act_as(world.memberships["by"]).get("/issues/raise/"))
    assert first.count("Which home") == 1
    assert 'name="title"' not in first
    assert f'<option value="{other.pk}">Rowan Court</option>' in first
    then = text(client.get(f"/issues/raise/?home={world.home.pk}"))
    assert "Which home" not in then
    assert f'name="home" value="{world.home.pk}"' in then
    assert f"<b>{world.home.name}</b>" in then
    assert "Another home" in then


def test_raising_for_a_home_of_others_is_refused_in_words(client, world):
    stranger = home_of(OrganisationFactory(name="Eastgate PCN"))
    home_of(world.pcn, name="Rowan Court")
    answer = client.act_as(world.memberships["by"]).post("/issues/raise/", raise_form(world, home=stranger.pk))
    assert answer.status_code == 422
    assert "Choose one of the homes that you work with" in text(answer)


def test_raising_for_a_resident_of_another_home_is_refused_beside_the_field(client, world):
    other = home_of(world.pcn)
    client.act_as(world.memberships["by"])
    answer = client.post("/issues/raise/", raise_form(world, home=other.pk))
    assert answer.status_code == 422
    assert "Choose the resident from the list" in text(answer)


def test_several_are_given_at_once(client, world, raised):
    issues = [raised(kind=Kind.STAFFING, title=f"Shift {number}") for number in range(3)]
    client.act_as(world.memberships["by"])
    assert 'type="checkbox" name="issue"' in text(client.get("/issues/?give=1"))
    ids = [each.pk for each in issues]
    page = text(client.post("/issues/give/", {"issue": ids}))
    assert "Give 3 issues to somebody" in page
    doctor = world.memberships["doctor"]
    form = {"issue": ids, "owner": f"{doctor.organisation_id}:{doctor.user_id}", "idempotency_key": uuid.uuid4()}
    assert client.post("/issues/give/", form).status_code == 302
    assert Issue.objects.filter(owner_user_id=doctor.user_id).count() == 3


def test_files_are_kept_privately(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["lead"])
    sent = {"file": SimpleUploadedFile("../New chart.exe", PDF, "text/html"), "idempotency_key": uuid.uuid4()}
    assert client.post(f"/issues/{issue.pk}/attach/", sent).status_code == 302
    kept = IssueFile.objects.get()
    assert (kept.name, kept.content_type, kept.size) == ("New chart.exe.pdf", "application/pdf", len(PDF))
    address = f"/issues/{issue.pk}/files/{kept.pk}/"
    answer = client.get(address)
    assert answer.content == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert seen(client, world, "commissioner", address).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00 a program",
        b"",
        b"#!/bin/sh\nrm",
        b"PK\x03\x04 not a workbook",
        b"\x00\x01",
    ],
)
def test_other_files_are_refused(client, world, raised, content):
    issue = raised()
    client.act_as(world.memberships["lead"])
    sent = {"file": SimpleUploadedFile("chart.pdf", content, "application/pdf"), "idempotency_key": uuid.uuid4()}
    assert client.post(f"/issues/{issue.pk}/attach/", sent).status_code == 422
    assert not IssueFile.objects.exists()


def test_a_comment_on_the_page(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["carer"])
    client.post(f"/issues/{issue.pk}/", {"text": "<b>Thank you</b>", "idempotency_key": uuid.uuid4()})
    assert IssueNote.objects.get().by_name == "Flora Chervil"
    assert "&lt;b&gt;Thank you&lt;/b&gt;" in text(client.get(f"/issues/{issue.pk}/"))
    assert client.post(f"/issues/{issue.pk}/", {"text": " ", "idempotency_key": uuid.uuid4()}).status_code == 422


def test_exports_show_formulas_as_text(client, world, raised):
    raised(title="=HYPERLINK(1)")
    client.act_as(world.memberships["by"])
    assert "'=HYPERLINK(1)" in client.get("/issues/list.csv?tab=team").content.decode()
    book = load_workbook(io.BytesIO(client.get("/issues/list.xlsx?tab=team").content))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert book.active["C2"].value == "Edith Campion"
    assert ReadLog.objects.filter(screen="issues, file").count() == 2


def test_watching_from_the_page(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["doctor"])
    client.post(f"/issues/{issue.pk}/watch/", {"watching": "1"})
    assert "You, Joe Lovage" in text(client.get(f"/issues/{issue.pk}/"))


@pytest.mark.parametrize(
    ("text", "says", "warns"),
    [
        ("Please look @Joe Lovage", "Your comment is added. Joe Lovage is told.", False),
        ("Please look @Joe", "", True),
        ("@Joe Lovage and @Somebody Else", "Joe Lovage is told.", True),
        ("Write to joe@example.org", "", False),
    ],
)
def test_a_comment_says_who_is_told_and_whose_name_was_not_understood(client, world, raised, text, says, warns):
    issue = raised()
    client.act_as(world.memberships["by"])
    form = {"text": text, "idempotency_key": uuid.uuid4()}
    page = client.post(f"/issues/{issue.pk}/", form, follow=True).content.decode()
    assert says in page
    assert ("is told." in page) == bool(says)
    assert ("A name after @ is not that of somebody who works on this home" in page) == warns


def test_choosing_several_says_what_to_do_and_each_box_says_what_it_is(client, world, raised):
    raised()
    page = text(seen(client, world, "by", "/issues/?give=1"))
    assert "Tick the issues to give to somebody" in page
    assert "Give this one" in page
