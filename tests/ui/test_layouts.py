"""The page around every page: title, header, navigation, messages, what works without a database."""

import re
from typing import Any

import pytest
from django import forms as django_forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from carehomes.ui import forms
from carehomes.ui.gallery import SHELL
from carehomes.ui.shell import NARROW_LINE, PHONE_LINE, NavItem, Shell, Switch, on_line


class Name(forms.IdempotentForm):
    name = forms.CharField(label="Name")


def drawn(template: str, **context: Any) -> str:
    return " ".join(render_to_string(template, context).split())


def form_page(**context: Any) -> str:
    return drawn("layouts/form.jinja", **{"title": "Add a home", "form": Name(), "shell": SHELL, **context})


def plain_shell(**changes: Any) -> Shell:
    one = (Switch("Larch House", "Deputy manager", "7", current=True),)
    parts = {"person": "Moira Sorrel", "initials": "MS", "acting_name": "Larch House", "acting_role": "Deputy manager"}
    return Shell(**{**parts, "switches": one, "navigation": (), **changes})


def test_the_title_says_that_there_is_an_error() -> None:
    assert "<title>Add a home – Homeround</title>" in form_page()
    assert "<title>Error: Add a home – Homeround</title>" in form_page(form=Name({"name": ""}))
    assert "<title>Error: Page – Homeround</title>" in drawn("layouts/app.jinja", title="Page", has_errors=True)


def test_an_error_summary_stands_before_the_heading_and_leads_to_the_field() -> None:
    html = form_page(form=Name({"idempotency_key": "", "name": ""}))
    assert html.index("nhsuk-error-summary") < html.index("<h1")
    assert '<a href="#id_name"> Enter name </a>' in html
    assert 'role="alert"' in html


def test_a_form_carries_its_key_and_is_not_checked_by_the_browser() -> None:
    html = form_page(csrf_input=mark_safe('<input name="csrfmiddlewaretoken">'))
    assert 'name="idempotency_key"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<form method="post" novalidate data-hr-once>' in html


def test_a_form_of_another_package_is_drawn_too() -> None:
    class Foreign(django_forms.Form):
        email = django_forms.EmailField()

    assert 'type="email"' in form_page(form=Foreign())


def test_somebody_with_several_memberships_switches_by_a_form() -> None:
    html = drawn("layouts/app.jinja", title="Page", shell=SHELL)
    assert '<form method="post" action="/gallery/">' in html
    assert '<button type="submit" name="membership" value="2">' in html
    assert html.count('aria-current="true"') == 1


def test_with_one_membership_the_organisation_is_plain_text() -> None:
    html = drawn("layouts/app.jinja", title="Page", shell=plain_shell())
    assert "Switch organisation" not in html
    assert "Larch House" in html
    assert "hr-nav" not in html
    assert 'type="search"' not in html


def test_the_page_says_which_item_of_the_navigation_it_belongs_to() -> None:
    assert 'aria-current="page">This week' in drawn("layouts/app.jinja", title="Page", shell=SHELL)
    assert 'aria-current="page">Homes' in drawn("layouts/app.jinja", title="Page", shell=SHELL, nav_key="homes")


CLINICIAN = ("Residents to see", "Rounds", "This week", "Issues", "Residents", "Homes")


def items(*labels: str) -> list[NavItem]:
    return [NavItem(label, f"/{number}/", label) for number, label in enumerate(labels)]


def test_the_navigation_of_a_phone_is_one_line_and_the_rest_is_behind_more() -> None:
    at_home = items("My home", "Tell the team", "Residents", "Is it done?")
    assert (on_line(at_home, PHONE_LINE), on_line(at_home, NARROW_LINE)) == (4, 2)
    assert (on_line(items(*CLINICIAN), PHONE_LINE), on_line(items(*CLINICIAN), NARROW_LINE)) == (3, 2)
    officer = items("Coverage", "Reports", "Issues", "Homes", "Organisations")  # 370 px, and 358 are there
    assert on_line(officer, PHONE_LINE) == 4
    assert on_line([], PHONE_LINE) == 0


def test_more_holds_what_does_not_fit_and_says_where_one_is() -> None:
    html = drawn("layouts/app.jinja", title="Page", shell=plain_shell(navigation=items(*CLINICIAN)), nav_key="Issues")
    more = html.partition('class="hr-nav__more"')[2].partition("</nav>")[0]
    assert [words for words in CLINICIAN if words in more] == list(CLINICIAN[2:])
    assert re.findall(r'class="hr-nav__narrow"[^>]*>([^<]*)<', more) == [
        "This week"
    ]  # from 390 px on it stands on the line
    assert "you are in Issues" in more
    assert 'class="hr-width hr-nav--3 hr-nav--n2"' in html
    few = drawn("layouts/app.jinja", title="Page", shell=plain_shell(navigation=items("Homes")))
    assert "hr-nav__more" not in few


def test_more_is_there_only_on_a_narrow_phone_where_all_fits_on_a_wider_one() -> None:
    at_home = items("My home", "Tell the team", "Residents", "Is it done?")
    html = drawn("layouts/app.jinja", title="Page", shell=plain_shell(navigation=at_home), nav_key="Residents")
    assert 'class="hr-width hr-nav--n2"' in html
    assert 'class="hr-nav__more hr-nav__narrow"' in html
    assert 'class="hr-nav__here-narrow"' in html
    assert 'class="hr-nav__here"' not in html


def test_signed_out_there_is_the_name_and_nothing_to_go_to() -> None:
    html = drawn("layouts/app.jinja", title="Page", shell=None)
    assert "hr-header__name" in html
    assert "hr-menu" not in html
    assert "Printed on" not in html


def test_a_print_says_who_and_when() -> None:
    html = drawn("layouts/app.jinja", title="Page", shell=SHELL)
    assert re.search(r"Printed on \d+ \w+ \d{4} at \d\d:\d\d by Priya Fennel, Westmere PCN", html)


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503"])
def test_error_pages_need_neither_a_request_nor_a_database(page: str) -> None:
    html = drawn(f"errors/{page}.jinja")
    assert html.count("<h1") == 1
    assert "<script" not in html
    assert 'href="/help/"' in html


def with_message(level: int, words: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    messages.add_message(request, level, words)
    return request


@pytest.mark.parametrize(
    ("level", "mood", "role"),
    [
        (messages.SUCCESS, "hr-now--clear", "status"),
        (messages.WARNING, "hr-now--wait", "status"),
        (messages.ERROR, "hr-now--urgent", "alert"),
        (messages.INFO, "", "status"),
    ],
)
def test_messages_stand_first_in_the_page_in_their_mood(level: int, mood: str, role: str) -> None:
    html = drawn("layouts/app.jinja", title="Page", request=with_message(level, "<b>Saved</b>"))
    assert "&lt;b&gt;Saved&lt;/b&gt;" in html
    assert f'role="{role}"' in html
    assert mood in html


def test_names_are_escaped_everywhere_in_the_shell() -> None:
    bad = "<script>alert(1)</script>"
    shell = plain_shell(person=bad, initials="<x", acting_name=bad, acting_role=bad, search_url="/s/", search_label=bad)
    assert "<script>alert" not in drawn("layouts/app.jinja", title=bad, shell=shell)


def test_a_confirmation_says_what_it_is_about_and_warns_by_its_button() -> None:
    html = drawn(
        "layouts/confirm.jinja",
        title="End this membership?",
        facts_list=[("Person", "<Sam>")],
        submit_label="End it",
        submit_kind="warning",
    )
    assert "&lt;Sam&gt;" in html
    assert 'class="nhsuk-button nhsuk-button--warning nhsuk-button--small"' in html
