"""What the pages of everything kept in dated versions have in common: whose it is, saving its draft, publishing it, throwing it away."""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from carehomes.access.permissions import ScopedRequest
from carehomes.access.refusals import RefusedError
from carehomes.issues.forms import PublishForm
from carehomes.issues.models import PolicyState

Kept = TypeVar("Kept", bound=Model)


class Version(Protocol):
    """A version of what an organisation decided; the general one has no organisation."""

    organisation_id: int | None
    state: str
    revision: int


class DraftForm(Protocol):
    """A form that knows which revision of the draft it was drawn from."""

    def now_seen(self, revision: int) -> None: ...

    def add_error(self, field: str | None, error: str) -> None: ...


def visible(request: ScopedRequest, versions: QuerySet[Kept], pk: int) -> Kept:
    """One's own, or the general one. Another organisation's is not found here, though its words are no secret."""
    owned = Q(organisation_id=None) | Q(organisation_id=request.acting.organisation_id)
    return get_object_or_404(versions.filter(owned), pk=pk)


def is_own_draft(request: ScopedRequest, found: Version) -> bool:
    return found.state == PolicyState.DRAFT and found.organisation_id == request.acting.organisation_id


def saved(form: DraftForm, found: Version, save: Callable[[], object]) -> bool:
    """Whether the draft was saved; else the form says why, and may be sent again."""
    try:
        save()
    except RefusedError as refused:
        form.now_seen(found.revision)
        form.add_error(None, refused.words)
        return False
    return True


def published(form: PublishForm, publish: Callable[[date], object]) -> bool:
    """Whether the draft holds from the date of the form on; else the form says why."""
    if not form.is_valid():
        return False
    try:
        publish(form.cleaned_data["valid_from"])
    except RefusedError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return False
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return True


def discard(request: ScopedRequest, throw_away: Callable[[], object]) -> None:
    """Throws the draft away; what is published stays. Http404 when it is gone already."""
    try:
        throw_away()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, "The draft is gone. What is published holds on.")
