"""The page of what waits to be looked at."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from carehomes.access.permissions import ScopedRequest, open_to_members
from carehomes.notifications.actions import mark_read
from carehomes.notifications.queries import of_person

PAGE = 50


@open_to_members
@require_GET
def notifications(request: ScopedRequest) -> HttpResponse:
    page = Paginator(of_person(request.acting), PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/notifications.jinja", {"page": page})


@open_to_members
@require_POST
def open_notification(request: ScopedRequest, pk: int) -> HttpResponse:
    """Marks it as read and leads to what it is about."""
    notification = get_object_or_404(of_person(request.acting), pk=pk)
    mark_read(by=request.acting, notification=notification)
    return redirect(notification.address)


@open_to_members
@require_POST
def read_all(request: ScopedRequest) -> HttpResponse:
    mark_read(by=request.acting)
    return redirect("notifications:notifications")
