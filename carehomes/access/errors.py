"""Error pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from carehomes.access.permissions import outside_scope


@outside_scope
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match: an old tab, or cookies switched off."""
    return render(request, "errors/403_csrf.jinja", status=403)


@outside_scope
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400)


@outside_scope
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.jinja", status=403)


@outside_scope
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.jinja", status=404)


@outside_scope
def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        render_to_string("errors/500.jinja"), status=500
    )  # without the request: nothing that may fail again
