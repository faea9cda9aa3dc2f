"""What a person reads when we fail: whose turn it is, whether to send again, and the number under which the log tells more."""

import uuid

import pytest
import structlog
from django.core.handlers.exception import convert_exception_to_response
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory


def answer(method: str, error: Exception) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return convert_exception_to_response(view)(RequestFactory().generic(method, "/this-week/"))


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed")])
def test_a_database_that_is_away_is_said_to_be_away(error: Exception) -> None:
    response = answer("GET", error)
    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "Homeround is not available at the moment" in page
    assert "What you saved is safe." in page
    assert "ring 999" in page


def test_who_has_just_sent_something_is_told_to_look_before_sending_again() -> None:
    page = answer("POST", OperationalError("No space left on device")).content.decode()
    assert "What you have just sent may not have been saved" in page
    assert "What you saved is safe." not in page


def test_our_own_fault_has_a_number_that_the_log_has_too() -> None:
    number = str(uuid.uuid4())
    with structlog.contextvars.bound_contextvars(request_id=number):
        response = answer("GET", ZeroDivisionError())
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in page
    assert number in page
