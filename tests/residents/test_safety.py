"""What everybody must know before they do anything: allergies and documents. "Not asked" never passes for "none"."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.residents import actions
from carehomes.residents.models import AllergyState, LegalDocument
from carehomes.residents.presenters import record as words
from carehomes.residents.queries import record_of
from carehomes.residents.rules import Refused
from tests.residents.conftest import TODAY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)


@pytest.fixture
def ivy(world, lives_in):
    return lives_in(world.home)


@pytest.fixture(autouse=True)
def in_our_scope(world, ivy):
    with acting_scope(world.by):
        yield


def key():
    return uuid.uuid4()


def do(action, world, resident, **arguments):
    return action(by=world.by, key=key(), now=NOW, resident_id=resident.pk, **arguments)


def refused(field, action, *arguments, **named):
    with pytest.raises(Refused) as error:
        action(*arguments, **named)
    assert error.value.field == field
    return error.value.message


def allergies_shown(resident):
    """The allergies as the top of the record says them."""
    return words.safety(record_of(resident.pk))[0]


def test_nobody_asked_is_not_none(ivy):
    assert allergies_shown(ivy)["text"] == "Not asked"
    assert allergies_shown(ivy)["unknown"]


def add_allergy(world, resident, substance="Penicillin", **over):
    return do(actions.add_allergy, world, resident, allergy=actions.NewAllergy(substance, "rash"), **over)


def check_allergies(world, resident, none_known=True, on=TODAY):
    seen = actions.version_of_allergies(resident.pk)
    answer = {"checked_on": on, "checked_with": "Moira Sorrel", "none_known": none_known, "version": seen}
    return do(actions.check_allergies, world, resident, **answer)


def test_a_list_that_somebody_has_added_to_is_not_called_right_unseen(world, ivy):
    add_allergy(world, ivy)
    seen = actions.version_of_allergies(ivy.pk)
    add_allergy(world, ivy, "Latex")
    answer = {"checked_on": TODAY, "checked_with": "Moira Sorrel", "none_known": False}
    with pytest.raises(actions.Stale) as stale:
        do(actions.check_allergies, world, ivy, **answer, version=seen)
    assert stale.value.who == world.by.person
    do(actions.check_allergies, world, ivy, **answer, version=stale.value.version)


def test_none_known_is_a_statement_with_a_date_and_a_name(world, ivy):
    assert ivy.allergy_state == AllergyState.NOT_ASKED
    ivy = check_allergies(world, ivy)
    assert (ivy.allergy_state, ivy.allergies_checked_on, ivy.allergies_checked_with) == (
        AllergyState.NONE_KNOWN,
        TODAY,
        "Moira Sorrel",
    )
    assert allergies_shown(ivy)["text"] == "None known"
    assert allergies_shown(ivy)["note"] == "Checked with Moira Sorrel on 25 November 2026"
    refused("checked_on", check_allergies, world, ivy, on=TODAY + timedelta(days=1))


def test_an_allergy_after_none_known_asks_first(world, ivy):
    check_allergies(world, ivy)
    assert "none known" in refused("replaces_none_known", add_allergy, world, ivy)
    add_allergy(world, ivy, replaces_none_known=True)
    ivy.refresh_from_db()
    assert ivy.allergy_state == AllergyState.RECORDED


def test_none_known_is_refused_while_there_is_a_list(world, ivy):
    refused("answer", check_allergies, world, ivy, none_known=False)
    add_allergy(world, ivy)
    refused("answer", check_allergies, world, ivy)
    refused("substance", add_allergy, world, ivy, "penicillin")
    assert check_allergies(world, ivy, none_known=False).allergy_state == AllergyState.RECORDED


def test_after_the_last_one_is_removed_it_has_to_be_asked_again(world, ivy):
    allergy = add_allergy(world, ivy)
    actions.remove_allergy(by=world.by, key=key(), now=NOW, allergy_id=allergy.pk, reason="Was her sister's")
    ivy.refresh_from_db()
    assert ivy.allergy_state == AllergyState.NOT_ASKED
    assert ivy.allergys.get().removed_reason == "Was her sister's"


def test_removed_again_from_an_old_page_it_undoes_nothing_that_was_said_since(world, ivy):
    allergy = add_allergy(world, ivy)
    remove = {"by": world.by, "now": NOW, "allergy_id": allergy.pk}
    actions.remove_allergy(key=key(), reason="Was her sister's", **remove)
    check_allergies(world, ivy)
    refused("", lambda: actions.remove_allergy(key=key(), reason="Twice", **remove))
    ivy.refresh_from_db()
    assert ivy.allergy_state == AllergyState.NONE_KNOWN
    assert ivy.allergys.get().removed_reason == "Was her sister's"


def test_a_document_has_its_date_its_place_and_its_end(world, ivy):
    paper = actions.NewDocument(
        LegalDocument.Kind.RESPECT, date(2026, 6, 2), "The room folder", review_on=date(2027, 6, 2)
    )
    document = do(actions.add_document, world, ivy, document=paper)
    change = {"by": world.by, "document_id": document.pk, "detail": "", "review_on": None}
    seen = actions.version_of(document)
    actions.change_document(**change, key=key(), place="The office", version=seen)
    with pytest.raises(actions.Stale):
        actions.change_document(**change, key=key(), place="Her daughter's", version=seen)
    end = {"by": world.by, "now": NOW, "document_id": document.pk, "reason": "Replaced"}
    refused("ended_on", lambda: actions.end_document(key=key(), ended_on=date(2026, 6, 1), **end))
    actions.end_document(key=key(), ended_on=TODAY, **end)
    refused("", lambda: actions.end_document(key=key(), ended_on=TODAY, **{**end, "reason": "Twice"}))
    document.refresh_from_db()
    assert (document.place, document.ended_on, document.ended_reason) == ("The office", TODAY, "Replaced")


@pytest.mark.parametrize(
    ("field", "dates"),
    [
        ("dated_on", {"dated_on": date(2026, 11, 26)}),
        ("dated_on", {"dated_on": date(1930, 1, 1)}),
        ("review_on", {"dated_on": TODAY, "review_on": date(2026, 11, 1)}),
    ],
)
def test_dates_of_a_document_that_cannot_be(world, ivy, field, dates):
    refused(field, do, actions.add_document, world, ivy, document=actions.NewDocument("dnacpr", place="x", **dates))
