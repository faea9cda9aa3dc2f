"""Parts that are asked for only after a certain answer, and the form that is sent twice."""

from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from carehomes.ui import forms
from carehomes.ui.forms.summary import page_errors


class Arrival(forms.Form):
    came_from = forms.ChoiceField(label="From where", choices=[("home", "Home"), ("hospital", "Hospital")])
    hospital = forms.TextArea(label="Which hospital", max_length=30)
    planned = forms.ChoiceField(label="Planned", display="choice", choices=[("yes", "Yes"), ("no", "No")])
    why = forms.MultipleChoiceField(label="Why", choices=[("fall", "Fall"), ("more", "More"), ("other", "Other")])
    why_more = forms.CharField(label="Which other reasons")
    agreed = forms.BooleanField(label="They agree", required=False)
    agreed_on = forms.DateField(label="When they agreed")
    note = forms.CharField(label="Note", required=False)

    conditions = [
        forms.given("came_from", "hospital").require("hospital", "planned"),
        forms.given("why", "more", "other").offer("why_more"),
        forms.given("agreed").require("agreed_on"),
    ]


def test_what_does_not_apply_is_not_asked_for_and_what_was_typed_there_is_dropped() -> None:
    form = Arrival({"came_from": "home", "hospital": "x" * 99, "why": ["fall"], "why_more": "y", "agreed_on_day": "40"})
    assert form.is_valid(), form.errors
    blank = {"hospital": "", "planned": "", "why_more": "", "agreed_on": None}
    assert {name: form.cleaned_data[name] for name in blank} == blank


def test_what_applies_is_asked_for_in_its_place_on_the_page() -> None:
    form = Arrival({"came_from": "hospital", "agreed": "on"})
    assert page_errors(form) == [
        {"text": "Enter which hospital", "href": "#id_hospital"},
        {"text": "Choose planned", "href": "#id_planned"},
        {"text": "Choose why", "href": "#id_why"},
        {"text": "Enter when they agreed", "href": "#id_agreed_on_day"},
    ]


def test_what_applies_and_is_right_is_kept() -> None:
    form = Arrival({"came_from": "hospital", "hospital": "Northgate", "planned": "no", "why": ["more"], "why_more": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["hospital"] == "Northgate"


def test_parts_are_drawn_once_inside_the_answer_or_below_the_group() -> None:
    form = Arrival()
    html = "".join(bound.as_field_group() for bound in form.top_fields())
    assert [html.count(f'name="{name}"') for name in ("hospital", "why_more", "agreed_on_day")] == [1, 1, 1]
    assert html.index('value="home"') < html.index('value="hospital"') < html.index('name="hospital"')
    assert 'data-hr-values="[&#34;more&#34;, &#34;other&#34;]"' in html
    assert "Which other reasons (optional)" in html
    assert "Which hospital (optional)" not in html


def test_lines_typed_into_a_part_are_not_indented() -> None:
    html = Arrival({"came_from": "hospital", "hospital": "one\ntwo"})["came_from"].as_field_group()
    assert ">one\ntwo</textarea>" in html


def test_the_page_shows_what_the_chosen_answer_asks_for() -> None:
    hidden = "nhsuk-radios__conditional--hidden"
    assert hidden in Arrival()["came_from"].as_field_group()
    assert hidden not in Arrival({"came_from": "hospital"})["came_from"].as_field_group()
    assert "hr-reveal--hidden" not in Arrival({"why": ["other"]})["why"].as_field_group()


def test_parts_of_parts_follow_their_part() -> None:
    class Deep(forms.Form):
        inner = forms.CharField(label="Inner")
        outer = forms.BooleanField(label="Outer", required=False)
        middle = forms.BooleanField(label="Middle")
        conditions = [forms.given("outer").offer("middle"), forms.given("middle").require("inner")]

    assert Deep().page_order() == ["outer", "middle", "inner"]
    assert Deep({"middle": "on"}).is_valid()
    assert Deep({"outer": "on", "middle": "on"}).errors.keys() == {"inner"}


def test_a_condition_on_a_field_that_does_not_exist_fails_at_once() -> None:
    class Wrong(forms.Form):
        conditions = [forms.given("nothing").require("else")]

    with pytest.raises(ImproperlyConfigured, match="nothing"):
        Wrong()


def test_errors_of_the_whole_form_come_first_and_lead_nowhere() -> None:
    form = Arrival({"came_from": "home"})
    form.add_error(None, "Somebody else changed this meanwhile")
    assert page_errors(form)[0] == {"text": "Somebody else changed this meanwhile"}


class Note(forms.IdempotentForm):
    text = forms.CharField(label="Note")
    file = forms.FileField(label="File", required=False)


def test_each_form_has_its_own_key_and_keeps_it_after_an_error() -> None:
    keys = {str(Note()["idempotency_key"].value()) for _ in range(2)}
    assert len(keys) == 2
    key = uuid4()
    assert str(key) in Note({"idempotency_key": str(key)})["idempotency_key"].as_widget()


def key_of(key: UUID, text: str, name: str = "", content: bytes = b"") -> UUID:
    files = MultiValueDict({"file": [SimpleUploadedFile(name, content)]} if name else {})
    form = Note({"idempotency_key": str(key), "text": text}, files)
    assert form.is_valid()
    return form.key


def test_the_same_sent_twice_has_one_key_and_something_else_another() -> None:
    """Somebody goes back to a page that was sent, and writes a second concern over the first."""
    key, other = uuid4(), uuid4()
    assert key_of(key, "x") == key_of(key, "x")
    assert len({key_of(key, "x"), key_of(key, "y"), key_of(other, "x")}) == 3
    assert key_of(key, "x", "image.jpg", b"1") == key_of(key, "x", "image.jpg", b"1")
    assert len({key_of(key, "x"), key_of(key, "x", "image.jpg", b"1"), key_of(key, "x", "image.jpg", b"22")}) == 3


@pytest.mark.parametrize("sent", ["", "not-a-key"])
def test_a_damaged_key_is_an_error_of_the_page_and_is_replaced(sent: str) -> None:
    form = Note({"idempotency_key": sent, "text": "x"})
    words = "The page was out of date. Check what you entered and send it again"
    assert page_errors(form) == [{"text": words}]
    assert UUID(str(form["idempotency_key"].value()))
