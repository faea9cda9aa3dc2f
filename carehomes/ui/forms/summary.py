"""The list of errors at the top of a page, in the order of the page, each leading to its field."""

from collections.abc import Iterator

from django import forms

Entry = dict[str, str]


def form_errors(form: forms.BaseForm) -> Iterator[Entry]:
    """The errors of one form: of the whole first, then field by field."""
    for message in form.non_field_errors():
        yield {"text": str(message)}
    order = form.page_order() if hasattr(form, "page_order") else list(form.fields)
    for name in order:
        bound = form[name]
        if bound.errors:
            place = {} if bound.is_hidden else {"href": f"#{getattr(bound, 'error_id', bound.auto_id)}"}
            yield {"text": str(bound.errors[0]), **place}


def page_errors(*forms_on_page: object) -> list[Entry]:
    """The errors of all forms of a page, in the order given. What is not a form (an undefined name) has none."""
    return [entry for form in forms_on_page if isinstance(form, forms.BaseForm) for entry in form_errors(form)]
