"""What every page that saves something does with what the action says."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carehomes.directory.actions import StaleError, version_of
from carehomes.directory.forms.versioned import VersionedForm
from carehomes.ui import forms

UNPROCESSABLE = 422  # a form that was not taken


def saved(form: forms.Form, save: Callable[[], object], *, row: Model | None = None) -> bool:
    """Whether a form that was sent is right and was saved; its errors are in the form otherwise, and nothing typed is lost."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save()
    except StaleError as error:
        if isinstance(form, VersionedForm) and row is not None:
            form.take_version(version_of(row))
        form.add_error(None, str(error))
        return False
    except ValidationError as error:
        _tell(form, error)
        return False
    return True


def _tell(form: forms.Form, error: ValidationError) -> None:
    for name, sentences in error.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


def form_page(
    request: HttpRequest, form: forms.Form, title: str, *, template: str = "layouts/form.jinja", **more: Any
) -> HttpResponse:
    """A page that is one form; 422 when it was sent and not taken."""
    sent = request.method == "POST"
    context = {"title": title, "form": form, "nav_key": "directory:homes", **more}
    return render(request, template, context, status=UNPROCESSABLE if sent else 200)
