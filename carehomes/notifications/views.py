"""The page of what waits to be looked at, how a person wants to be told, and the state of e-mails."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, ones_own, requires
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.deadlines import london_today
from carehomes.notifications import actions, presenters, queries
from carehomes.notifications.forms import SettingsForm, initial
from carehomes.notifications.kinds import kind_called
from carehomes.notifications.rules import AT_ONCE_AN_HOUR

PAGE = 30


@ones_own
@require_GET
def notifications(request: ScopedRequest) -> HttpResponse:
    """What is not read first; the state of the list lives in the address."""
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    kind = kind if kind_called(kind) else ""
    rows = queries.of_person(request.acting, unread=show == "unread", kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": presenters.groups(page.object_list, london_today()),
        "tabs": presenters.tabs(request.acting.unread, show, kind),
        "kinds": presenters.kind_options(request.acting, kind),
        "show": show,
        "kind": kind,
        "here": presenters.address(show=show, kind=kind, page=request.GET.get("page", "")),
        "pages": presenters.address(show=show, kind=kind, page="{}").replace("%7B%7D", "{}"),
        "kind_words": presenters.kind_words,
    }
    return render(request, "notifications/notifications.jinja", context)


def _back(request: ScopedRequest) -> HttpResponse:
    """To the list as it was; never to another site."""
    show, kind, page = (request.POST.get(name, "") for name in ("show", "kind", "page"))
    return redirect(presenters.address(show=show, kind=kind, page=page))


@ones_own
@require_POST
def open_notification(request: ScopedRequest, pk: int) -> HttpResponse:
    """Marks it as read and leads to what it is about."""
    notification = get_object_or_404(queries.of_person(request.acting), pk=pk)
    actions.mark_read(by=request.acting, now=timezone.now(), notification=notification)
    return redirect(notification.address)


@ones_own
@require_POST
def mark(request: ScopedRequest, pk: int) -> HttpResponse:
    """Puts one among those that are read, or back among those that are not."""
    notification = get_object_or_404(queries.of_person(request.acting), pk=pk)
    if request.POST.get("as") == "unread":
        actions.mark_unread(by=request.acting, notification=notification)
    else:
        actions.mark_read(by=request.acting, now=timezone.now(), notification=notification)
    return _back(request)


@ones_own
@require_POST
def read_all(request: ScopedRequest) -> HttpResponse:
    """All that the list shows, of one kind or of every kind."""
    actions.mark_read(by=request.acting, now=timezone.now(), kind=request.POST.get("kind", "").replace("\x00", ""))
    return _back(request)


@ones_own
def settings(request: ScopedRequest) -> HttpResponse:
    """How one wants to be told of what, and when e-mail may come."""
    kinds = presenters.kinds_of(request.memberships)
    changeable = [kind for kind in kinds if not kind.urgent]
    chosen = queries.settings_of(request.acting.user_id)
    form = SettingsForm(form_data(request), initial=initial(chosen, changeable), kinds=changeable)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.save_settings(
                by=request.acting, choices=form.choices, times=form.times, now=timezone.now()
            )
        except RefusedError as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, "Saved. You can undo it below." if changed else "Nothing was different.")
            return redirect("notifications:settings")
    context = {
        "form": form,
        "urgent": [kind for kind in kinds if kind.urgent],
        "kinds": changeable,
        "chosen": chosen,
        "at_once_an_hour": AT_ONCE_AN_HOUR,
    }
    return render(request, "notifications/settings.jinja", context)


@ones_own
@require_POST
def undo_settings(request: ScopedRequest) -> HttpResponse:
    """The settings as they were before the last change."""
    if actions.undo_settings(by=request.acting, now=timezone.now()):
        messages.success(request, "The last change was undone.")
    else:
        messages.warning(request, "There was no change to undo.")
    return redirect("notifications:settings")


@requires(Permission.SEE_DELIVERY)
@require_GET
def delivery(request: ScopedRequest) -> HttpResponse:
    """Whether e-mails go out: numbers and codes, no address and no words."""
    now = timezone.now()
    with on_behalf("the state of e-mails"):
        lines = presenters.delivery_lines(queries.delivery(now), now)
    return render(request, "notifications/delivery.jinja", {"lines": lines})
