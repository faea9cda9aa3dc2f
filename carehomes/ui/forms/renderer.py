"""Draws form fields with our templates, and everything else (hidden inputs, allauth's leftovers) with Django's own."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template import loader


class ComponentRenderer(DjangoTemplates):
    """The renderer of every form. Named in settings.FORM_RENDERER it also gives other packages' forms our look."""

    field_template_name = "components/fields/foreign.jinja"

    def get_template(self, template_name: str) -> Any:
        """Ours end in .jinja; Django ships the rest."""
        return (
            loader.get_template(template_name)
            if template_name.endswith(".jinja")
            else super().get_template(template_name)
        )
