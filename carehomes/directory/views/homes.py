"""Finding homes, the list as a file, and the page of people who work in a home."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import queries
from carehomes.directory.forms.finding import read_search
from carehomes.directory.presenters import homes as words
from carehomes.directory.views.home import draw_home
from carehomes.ui.csv_file import csv_response

A_PAGE = 35  # beside the councils and commissioners to choose from, more would weigh more than 40 kB
MOST_IN_FILE = 20_000  # more than England has; a file is made whole, in memory


@requires(Permission.SEE_HOMES)
def homes(request: ScopedRequest) -> HttpResponse:
    """The homes of a search, `A_PAGE` a page. htmx asks for the part below the search box, as somebody types."""
    by = request.acting
    search = read_search(request.GET, by)
    counts = queries.count_homes(search, by)
    found = counts["ours" if search.ours else "all"]
    pages = Paginator(
        queries.page_of_homes(search, by, found, A_PAGE), A_PAGE
    )  # counted already, for both tabs at once
    context = {
        "search": search,
        "found": found,
        "page": pages.get_page(request.GET.get("page")),
        "page_address": words.page_address(search, by),
        "tabs": words.tabs(search, counts, by),
        "filters": words.filters(search, queries.area_choices(search, by)),
        "columns": words.columns(search, by),
        "scope": words.scope_words(search, found, by),
        "words": words,
        "clear_url": words.address(queries.HomeSearch(ours=search.ours), by),
        "england_url": words.address(search, by, ours=False) if search.ours else "",
        "export_url": words.address(search, by, page="directory:homes_file"),
        "most_in_file": MOST_IN_FILE,
    }
    if not request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return render(request, "directory/homes.jinja", context)
    answer = render(request, "directory/homes_found.jinja", {**context, "is_part": True})
    answer["HX-Push-Url"] = words.address(search, by)
    return answer


@requires(Permission.SEE_HOMES)
def homes_file(request: ScopedRequest) -> HttpResponse:
    """The same search as a file: facts of the register only."""
    search = read_search(request.GET, request.acting)
    rows = (words.csv_row(home) for home in queries.find_homes(search, request.acting, MOST_IN_FILE))
    return csv_response(f"care-homes-{london_today().isoformat()}", words.HEADER, rows)


@requires(Permission.SEE_HOMES)
def my_home(request: ScopedRequest) -> HttpResponse:
    """The home that somebody works in: its page where it is one, else the list to choose from."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    record = None if typed else queries.own_record(request.acting)
    if record:
        return draw_home(request, record, nav_key="directory:my_home")
    ours = queries.homes_of(request.acting, typed)
    return render(request, "directory/my_home.jinja", {"homes": ours, "words": words, "typed": typed})
