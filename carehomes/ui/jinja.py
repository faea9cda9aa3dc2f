"""The Jinja environment in which every page is drawn (named in settings.TEMPLATES)."""

import re
from collections.abc import MutableMapping, Sequence
from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from carehomes.ui import figures, formats, parts, states
from carehomes.ui.addresses import address_of
from carehomes.ui.forms.summary import page_errors
from carehomes.ui.icons import icon
from carehomes.ui.panels import Panel
from carehomes.ui.shell import FOOTER_LINKS

FILTERS = {
    "age": formats.age,
    "clock": formats.clock,
    "day": formats.day,
    "day_clock": formats.day_clock,
    "joined": formats.joined,
    "long_date": formats.long_date,
    "moment": formats.moment,
    "near": formats.near,
    "nhs": formats.nhs,
    "number": formats.number,
    "phone": formats.phone,
    "digits": formats.digits,
    "weekday_date": formats.weekday_date,
}

GLOBALS = {
    "url": address_of,
    "static": static,
    "icon": icon,
    "moment_now": timezone.now,
    "span": formats.span,
    "plural": formats.plural,
    "share": formats.share,
    "percent": formats.percent,
    "parts": parts,
    "bar": figures.bar,
    "spark": figures.spark,
    "kinds": states.KINDS,
    "footer_links": FOOTER_LINKS,
    "page_errors": page_errors,
}


_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class WithoutIndentation(Extension):
    """Templates are indented for whoever reads them; a browser need not be sent that: it is up to a tenth of a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A line end stays, so that words of two lines do not run together."""
        return _INDENTATION.sub("", source)


class PageEnvironment(Environment):
    """Jinja's, whose templates share one mapping of global names."""

    def make_globals(self, given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja's own chain of two mappings is gone through in Python at every import: a fifth of a page with a form."""
        return {**self.globals, **given} if given else self.globals

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Of a dict its key is asked first: Jinja tries an attribute, and the error of each that is none is half of what a list costs."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """Our environment: escaping on, the design system's macros findable, our words and formats at hand.

    The design system's macros read options that were not given (`params.hint.text`), hence ChainableUndefined.
    """
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = ChainableUndefined
    options["extensions"] = [*options.get("extensions", ()), WithoutIndentation]
    env = PageEnvironment(trim_blocks=True, lstrip_blocks=True, **options)  # Django's backend passes autoescape=True
    env.filters.update(FILTERS)
    env.globals.update(GLOBALS)
    env.globals["page_messages"] = page_messages
    env.globals["draw_panel"] = draw_panel
    return env


@pass_context
def draw_panel(page: Context, panel: Panel) -> Markup:
    """The inside of a domain's panel: its template, with the names of the page around it and its own on top."""
    template = page.environment.get_template(panel.template)
    return Markup(template.render({**page.get_all(), **panel.context}))  # noqa: S704 - escaped by the template


def csrf_input_once(request: HttpRequest) -> dict[str, Any]:
    """`csrf_input` of a page: Django makes the hidden input anew wherever a page writes it, and a round in session has ten forms.

    Still made only where a page writes it at all: a page without a form sets no cookie.
    """
    return {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


def page_messages(request: HttpRequest | None) -> Sequence[Message]:
    """The messages that wait for this person; none on pages drawn without a request (the error pages)."""
    return list(get_messages(request)) if isinstance(request, HttpRequest) else []
