"""The check-ins of one home, week by week."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.queries import home_with_facts
from checkins.presenters.history import week_line
from checkins.queries.worklist import weeks_of_home

PAGE = 26  # weeks


@require_safe
@requires(Permission.SEE_CHECK_INS)
def of_home(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Newest first; each week leads to what was said."""
    home = home_with_facts(home_pk, request.acting)
    page = Paginator(weeks_of_home(home.pk, PAGE), PAGE).get_page(request.GET.get("page"))
    today = london_today()
    lines = [week_line(each, today) for each in page.object_list]
    return render(request, "checkins/of_home.jinja", {"home": home, "page": page, "lines": lines})
