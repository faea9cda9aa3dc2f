"""The pages of an organisation's own form: the empty one, the draft, publishing, going back, and what is not found there."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from checkins.actions import form_versions as actions
from checkins.check_in_form import editing
from checkins.check_in_form.schema import Section
from checkins.models import FormState, FormVersion
from tests.checkins.days import NOW
from tests.checkins.test_own_forms import FROM, administrator_of, does, drafted, platform, post, published
from tests.factories import OrganisationFactory
from tests.issues.test_pages import text

__all__ = ["platform", "post"]  # fixtures
pytestmark = pytest.mark.django_db
FORM = "/check-in-form/"
DAY = {"valid_from_day": "30", "valid_from_month": "11", "valid_from_year": "2026"}
LATER = {"valid_from_day": "7", "valid_from_month": "12", "valid_from_year": "2026"}


def sent(**more):
    return {**more, "idempotency_key": str(uuid4())}


def test_from_the_empty_page_to_a_form_of_ones_own_and_back(client, world, post):
    client.act_as(post)
    page = text(client.get(FORM))
    assert "Your organisation uses the general form. Make your own from it" in page
    assert "Of Westmere PCN" in page
    assert "General form 2" in page
    assert "Go back to the general form" not in page
    assert "What it changes against general form 1" in text(client.get(f"{FORM}general/2/"))
    assert client.post(FORM).url == f"{FORM}draft/"
    assert client.post(f"{FORM}draft/", {"do": "remove:falls", "seen": "0"}).status_code == 302
    assert "What it changes against general form 2" in text(client.get(f"{FORM}draft/"))
    form = text(client.get(f"{FORM}draft/publish/"))
    assert "the homes that your organisation serves" in form
    assert client.post(f"{FORM}draft/publish/", sent(**DAY, seen="1")).status_code == 302
    assert "section gone" in text(client.get(f"{FORM}1/"))
    page = text(client.get(FORM))
    assert "Form 1" in page
    answer = client.post(f"{FORM}general/", sent(**DAY))
    assert answer.status_code == 422
    assert "The general form can be asked again from 1 December 2026 on" in text(answer)
    assert client.post(f"{FORM}general/", sent(**LATER)).status_code == 302
    assert client.get(f"{FORM}general/").status_code == 404
    assert "until 7 December 2026" in text(client.get(FORM))


def test_what_has_changed_in_the_general_form_since_is_shown_until_a_version_succeeds(
    client, world, post, platform, time_machine
):
    published(post)
    client.act_as(post)
    assert "The general form has changed" not in text(client.get(FORM))
    later = NOW + timedelta(hours=1)
    published(platform, date(2026, 12, 1), editing.put_section(Section("dentist", "Dentist")), later)
    page = text(client.get(FORM))
    assert "The general form has changed since form 1" in page
    assert "Dentist" in page
    later = NOW + timedelta(hours=2)
    drafted(post, editing.remove("training"), later)
    assert "The general form has changed since form 1" in text(client.get(f"{FORM}draft/"))
    does(actions.publish_draft, post, valid_from=date(2026, 12, 7), note="", seen=1, now=later)
    assert "The general form has changed" not in text(client.get(FORM))


@pytest.mark.parametrize(("day", "shown"), [(0, True), (6, True), (7, False)])
def test_what_is_new_stands_on_the_form_in_its_first_week(client, world, post, day, shown):
    draft = drafted(post)
    does(actions.publish_draft, post, valid_from=FROM, note="Asks about pets", seen=draft.revision, now=NOW)
    world.check_in.due_on = FROM + timedelta(days=day)
    world.check_in.save()
    page = text(client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/"))
    assert ("New in the form:</b> Asks about pets" in page) == shown


def test_the_page_says_which_form_is_asked_and_which_is_next(client, world, post, time_machine):
    def says():
        return text(client.act_as(post).get(FORM))

    published(post)
    assert "Your organisation uses the general form. From 30 November 2026 on it is form 1 of its own." in says()
    time_machine.move_to(NOW + timedelta(days=7))
    assert "Your organisation uses a form of its own, form 1.</p>" in says()
    published(post, date(2026, 12, 7), editing.remove("falls"), NOW + timedelta(days=7))
    assert "form 1. From 7 December 2026 on it is form 2." in says()
    does(actions.return_to_general, post, day=date(2026, 12, 14), now=NOW + timedelta(days=7))
    time_machine.move_to(NOW + timedelta(days=13))
    assert "form 2. From 14 December 2026 on it is the general one again." in says()
    time_machine.move_to(NOW + timedelta(days=20))
    assert "Your organisation uses the general form." in says()
    assert "Ended" in says()


def test_a_draft_is_compared_with_what_it_was_copied_from(client, post):
    published(post)
    client.act_as(post)
    does(actions.start_draft, post, now=NOW)
    assert "What it changes against form 1" in text(client.get(f"{FORM}draft/"))
    does(actions.discard_draft, post)
    does(actions.return_to_general, post, day=date(2026, 12, 7), now=NOW)
    does(actions.start_draft, post, now=NOW)
    assert "What it changes against general form 2" in text(client.get(f"{FORM}draft/"))
    assert "Nothing." in text(client.get(f"{FORM}draft/"))


def test_what_is_always_asked_cannot_be_taken_away_on_the_page_nor_past_it(client, world, post):
    client.act_as(post)
    client.post(FORM)
    page = client.get(f"{FORM}draft/").content.decode()
    assert 'value="remove:falls"' in page
    assert 'value="remove:medicines"' not in page
    assert 'value="remove:infection.residents"' not in page
    client.post(f"{FORM}draft/", {"do": "remove:medicines", "seen": "0"})
    assert "Every form asks about medicines" in text(client.get(f"{FORM}draft/"))
    assert client.post(f"{FORM}draft/publish/", sent(**DAY, seen="1")).status_code == 422
    assert FormVersion.objects.get(organisation=world.pcn).state == FormState.DRAFT


@pytest.mark.parametrize(
    "path", ["draft/", "draft/publish/", "draft/sections/", "draft/sections/falls/", "1/", "general/"]
)
def test_another_organisations_draft_is_not_found(client, world, post, path):
    drafted(post)
    client.act_as(administrator_of(OrganisationFactory(name="Eastmere PCN")))
    assert client.get(f"{FORM}{path}").status_code == 404


def test_the_draft_of_the_general_form_is_its_administrators_alone(client, post, platform):
    drafted(platform)
    client.act_as(post)
    assert client.get(f"{FORM}general/3/").status_code == 404
    assert "Pets" not in text(client.get(FORM))
    client.act_as(platform)
    assert client.get(f"{FORM}3/").status_code == 200
    assert "Versions of the general form" in text(client.get(FORM))


def test_the_form_is_in_the_navigation_of_an_organisations_administrator(client, post):
    assert 'href="/check-in-form/"' in client.act_as(post).get("/escalation/").content.decode()
