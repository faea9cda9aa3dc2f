"""What every form and button of this app does with a refusal: beside its field, or above the next page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from carehomes.access.forms import refuse
from carehomes.access.permissions import ScopedRequest
from carehomes.access.refusals import RefusedError


def taken(request: ScopedRequest, form: Any, write: Callable[[], Any]) -> bool:
    """Whether the form was sent, is right, and the action took it; else its errors are on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        write()
    except RefusedError as refused:
        refuse(form, refused)
        return False
    return True


def pressed(request: ScopedRequest, write: Callable[[], str]) -> None:
    """Does what a button asks for. The next page says what `write` returns, or why it was refused."""
    try:
        messages.success(request, write())
    except RefusedError as refused:
        messages.warning(request, refused.words)
