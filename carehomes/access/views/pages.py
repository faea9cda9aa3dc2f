"""Pages of words: help, accessibility, privacy, and who may see what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carehomes.access import presenters
from carehomes.access.permissions import ScopedRequest, open_to_members, outside_scope


@open_to_members
def matrix(request: ScopedRequest) -> HttpResponse:
    """Who may do what, and see which data of a home: drawn from the very tables that decide it."""
    context = {
        "grants": presenters.grants(),
        "classes": presenters.DATA_CLASSES,
        "permissions": presenters.permissions(),
        "roles": presenters.roles(),
    }
    return render(request, "access/matrix.jinja", context)


@outside_scope
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "access/help.jinja")


@outside_scope
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "access/accessibility.jinja")


@outside_scope
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "access/privacy.jinja")
