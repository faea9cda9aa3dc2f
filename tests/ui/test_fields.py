"""Fields draw themselves as components of the design system, and say what to do."""

import re
from typing import Any

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile

from carehomes.ui import forms
from carehomes.ui.forms.fields import sentence_part
from carehomes.ui.forms.renderer import ComponentRenderer
from carehomes.ui.forms.summary import page_errors

HOW = [("phone", "Phone"), ("video", "Video"), ("visit", "Visit")]


class Call(forms.Form):
    name = forms.CharField(
        label="Who you spoke to?", hint="As <they> say it", max_length=20, autocomplete="off", width=20
    )
    how = forms.ChoiceField(label="How", choices=HOW)
    how_boxes = forms.ChoiceField(label="How", called="how you spoke", display="choice", choices=HOW, urgent={"visit"})
    how_list = forms.ChoiceField(label="How", display="select", choices=[("", "Choose"), *HOW])
    why = forms.MultipleChoiceField(label="Why", choices=HOW, display="choice")
    beds = forms.IntegerField(label="Beds", min_value=1, max_value=200)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.PhoneField(label="Telephone", required=False)
    note = forms.TextArea(label="Note", required=False, rows=2)
    secret = forms.PasswordField(label="Password", required=False)
    letter = forms.FileField(label="Letter", required=False)
    sure = forms.BooleanField(label="This is right")
    came_by = forms.HiddenField(required=False)


def drawn(name: str, data: dict[str, Any] | None = None) -> str:
    return " ".join(Call(data)[name].as_field_group().split())


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Sam\r\nBcc: all@homeround.example", "Sam Bcc: all@homeround.example"[:20]),
        ("Sam\u2028Tansy\x1b", "Sam Tansy"),
        ("\u202eyvI", "yvI"),  # drawn, it would read "Ivy"
        ("Siân O\u2019Brien \U0001f33f", "Siân O\u2019Brien \U0001f33f"),
    ],
)
def test_one_line_is_one_line_however_it_was_sent(typed: str, taken: str) -> None:
    field = forms.CharField(label="Name")
    assert field.clean(typed)[:20] == taken
    assert forms.TextArea(label="Note").clean("One\nTwo") == "One\nTwo"


def test_a_line_of_text() -> None:
    html = drawn("name")
    assert '<label class="nhsuk-label" for="id_name">Who you spoke to?</label>' in html
    assert "As &lt;they&gt; say it" in html
    assert 'aria-describedby="id_name-hint"' in html
    assert 'autocomplete="off"' in html
    assert "nhsuk-input--width-20" in html
    assert "required" not in html


def test_what_was_typed_comes_back_escaped_beside_its_error() -> None:
    html = drawn("name", {"name": '"><script>alert(1)</script>' + "x" * 20})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "nhsuk-input--error" in html
    assert "Who you spoke to must be 20 characters or fewer" in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html


def test_lines_of_a_text_area_come_back_as_they_were_typed() -> None:
    assert ">one\n  two\n\n three</textarea>" in Call({"note": "one\n  two\n\n three"})["note"].as_field_group()


def test_one_of_few_as_radio_buttons_the_first_of_them_carrying_the_id_of_the_field() -> None:
    html = drawn("how", {"how": "video"})
    assert re.findall(r'id="(\w+(?:-\d)?)" name="how"', html) == ["id_how", "id_how-2", "id_how-3"]
    assert 'value="video" checked' in html
    assert "<legend" in html


def test_one_of_few_as_a_row_of_boxes_with_an_urgent_one() -> None:
    html = drawn("how_boxes", {"how_boxes": "visit"})
    assert html.count("hr-choice__urgent") == 1
    assert 'value="visit" checked' in html
    assert drawn("how_boxes", {}).count("Choose how you spoke") == 1


def test_one_of_few_as_a_list() -> None:
    assert '<option value="visit" selected>' in drawn("how_list", {"how_list": "visit"})
    assert '<option value="" selected>' in drawn("how_list")


def test_any_of_few_as_boxes_to_tick() -> None:
    html = drawn("why", {"why": ["phone", "visit"]})
    assert html.count('type="checkbox"') == 3
    assert html.count(" checked") == 2


def test_a_tick_box_that_must_be_ticked() -> None:
    assert "Tick to say this is right" in drawn("sure", {})
    assert " checked" in drawn("sure", {"sure": "on"})


def test_optional_fields_say_so_and_a_tick_box_does_not_need_to() -> None:
    assert "Note (optional)" in drawn("note")
    assert "(optional)" not in drawn("sure")


def test_passwords_are_never_sent_back() -> None:
    assert "pass-phrase" not in drawn("secret", {"secret": "pass-phrase"})


def test_hidden_fields_are_inputs_alone() -> None:
    assert Call({"came_by": "<x>"})["came_by"].as_widget() == (
        '<input type="hidden" name="came_by" value="&lt;x&gt;" id="id_came_by">'
    )


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ({}, "name", "Enter who you spoke to"),
        ({}, "how", "Choose how"),
        ({"how": "fax"}, "how", "Choose how from the list"),
        ({"beds": "many"}, "beds", "Beds must be a whole number, like 42"),
        ({"beds": "0"}, "beds", "Beds must be 1 or more"),
        ({"beds": "500"}, "beds", "Beds must be 200 or fewer"),
        ({"email": "moira"}, "email", "Enter an email address in the correct format, like name@example.com"),
        ({"phone": "960142"}, "phone", "Enter a UK telephone number that starts with 0 or +44, with its area code"),
    ],
)
def test_errors_say_what_to_do(data: dict[str, str], name: str, words: str) -> None:
    assert Call(data).errors[name] == [words]


def test_a_telephone_number_is_kept_as_digits() -> None:
    form = Call({"phone": "+44 1632 960142"})
    form.is_valid()
    assert form.cleaned_data["phone"] == "01632960142"


def test_an_empty_file_is_refused_in_words() -> None:
    form = Call({}, {"letter": SimpleUploadedFile("letter.pdf", b"")})
    assert form.errors["letter"] == ["The file is empty. Choose another"]


AGAIN = "Choose the file again"


def test_a_file_of_a_form_that_is_refused_for_something_else_is_asked_for_again() -> None:
    sent = {"letter": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")}
    form = Call({"sure": ""}, sent)
    assert AGAIN in form["letter"].as_field_group()
    assert {"text": str(form["letter"].errors[0]), "href": "#id_letter"} in page_errors(form)
    assert AGAIN not in Call({"sure": ""})["letter"].as_field_group()  # none was sent
    assert AGAIN not in Call()["letter"].as_field_group()


@pytest.mark.parametrize(
    ("label", "words"), [("Who you spoke to?", "who you spoke to"), ("NHS number", "NHS number"), ("A", "a")]
)
def test_a_label_inside_a_sentence(label: str, words: str) -> None:
    assert sentence_part(label) == words


def test_a_per_cent_sign_in_a_label_survives_in_errors() -> None:
    class Share(forms.Form):
        share = forms.IntegerField(label="Share in %", max_value=100)

    assert Share({"share": "101"}).errors["share"] == ["Share in % must be 100 or fewer"]


class Foreign(django_forms.Form):
    """A form as another package brings it."""

    default_renderer = ComponentRenderer
    email = django_forms.EmailField(
        help_text="<b>x</b>", widget=django_forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = django_forms.CharField(widget=django_forms.PasswordInput)
    remember = django_forms.BooleanField(required=False)
    kind = django_forms.ChoiceField(choices=HOW)
    way = django_forms.ChoiceField(choices=HOW, widget=django_forms.RadioSelect)
    note = django_forms.CharField(widget=django_forms.Textarea)
    next = django_forms.CharField(widget=django_forms.HiddenInput)


def test_fields_of_other_packages_get_the_same_look() -> None:
    form = Foreign({"email": "<x>", "password": "secret", "kind": "video", "way": "visit", "remember": "on"})
    html = {name: " ".join(form[name].as_field_group().split()) for name in form.fields}
    assert 'type="email"' in html["email"]
    assert 'autocomplete="email"' in html["email"]
    assert "<x>" not in html["email"]
    assert "&lt;b&gt;" in html["email"]
    assert "secret" not in html["password"]
    assert " checked" in html["remember"]
    assert '<option value="video" selected>' in html["kind"]
    assert 'value="visit" checked' in html["way"]
    assert "nhsuk-textarea--error" in html["note"]
    assert 'type="hidden"' in html["next"]
