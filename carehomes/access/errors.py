"""Error pages that Django asks for by name."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from carehomes.access.permissions import outside_scope
from carehomes.logs import request_id

_READING = ("GET", "HEAD")
_MAYBE_LOST = (
    "It should be back within minutes. What you have just sent may not have been saved: "
    "look at the record before you send it again."
)


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


def not_a_page(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """Where a button leads and somebody came otherwise, with its address. `refused`: what the view answered, which has no words."""
    response = render(request, "errors/405.jinja", status=405)
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response


@outside_scope
def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault (500), or the database is away or refuses to write (503). Drawn without the request: nothing that may fail again."""
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return HttpResponse(render_to_string("errors/500.jinja", {"request_id": request_id()}), status=500)
    page = render_to_string("errors/503.jinja", {"reason": "" if request.method in _READING else _MAYBE_LOST})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})
