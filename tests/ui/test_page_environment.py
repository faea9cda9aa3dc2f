"""The environment of all pages: no indentation is sent, and an import costs no walk through the global names."""

import re

from django.template import engines
from django.test import RequestFactory

from carehomes.ui.jinja import PageEnvironment, csrf_input_once


def drawn(source: str, **context: object) -> str:
    return engines["jinja2"].from_string(source).render(context)


def test_a_page_is_sent_without_the_indentation_of_its_template():
    assert drawn("<ul>\n    <li>\n\t  one\n    two</li>\n</ul>") == "<ul>\n<li>\none\ntwo</li>\n</ul>"


def test_words_of_two_lines_do_not_run_together_and_values_stay_as_they_are():
    assert drawn("<p>\n    one\n    two {{ text }}</p>", text="a\n   b") == "<p>\none\ntwo a\n   b</p>"


def test_templates_share_the_global_names_and_an_import_sees_them():
    environment = engines["jinja2"].env
    assert isinstance(environment, PageEnvironment)
    assert environment.get_template("components/page.jinja").globals is environment.globals
    assert 'href="/this-week/"' in drawn(
        '{% from "components/page.jinja" import button %}{{ button("Go", url("checkins:this_week")) }}'
    )


def test_one_hidden_input_serves_all_forms_of_a_page():
    request = RequestFactory().get("/")
    page = drawn("{{ csrf_input }} {{ csrf_input }}", **csrf_input_once(request))
    first, second = re.findall('<input type="hidden" name="csrfmiddlewaretoken" value="([A-Za-z0-9]{64})">', page)
    assert first == second
    again = drawn("{{ csrf_input }}", **csrf_input_once(RequestFactory().get("/")))
    assert first not in again  # of another request: never the same mask twice


def test_a_page_without_a_form_makes_none():
    request = RequestFactory().get("/")
    drawn("<p>Words</p>", **csrf_input_once(request))
    assert not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
