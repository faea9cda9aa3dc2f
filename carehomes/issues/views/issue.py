"""One issue."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.issues.models import Issue


@require_GET
@requires(Permission.SEE_ISSUES)
def issue(request: ScopedRequest, pk: int) -> HttpResponse:
    """The issue with its story."""
    found = get_object_or_404(Issue, pk=pk)
    return HttpResponse(str(found))
