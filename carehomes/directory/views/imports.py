"""HTTP of the register imports: the list, the upload, its difference report, and the decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.directory.actions import imports as actions
from carehomes.directory.forms.imports import UploadForm
from carehomes.directory.imports import uploads
from carehomes.directory.imports.background import WAITING, told
from carehomes.directory.models import ImportState, RegisterImport
from carehomes.directory.presenters import imports as words
from carehomes.directory.views.saving import form_page, saved
from carehomes.ui.csv_file import BYTE_ORDER_MARK

A_PAGE = 50
NAV = "directory:imports"


@requires(Permission.IMPORT_REGISTER)
def imports(request: ScopedRequest) -> HttpResponse:
    """What was uploaded, the newest first."""
    page = Paginator(RegisterImport.objects.order_by("-id"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/imports/list.jinja", {"page": page, "words": words})


@requires(Permission.IMPORT_REGISTER)
def upload(request: ScopedRequest) -> HttpResponse:
    """Sends a file; it is checked in the background, and nothing is changed before somebody confirms."""
    form = UploadForm(form_data(request), request.FILES or None)
    made: list[int] = []

    def save() -> None:
        file = form.cleaned_data["file"]
        made.append(
            actions.upload(
                by=request.acting,
                name=file.name or "file",
                pieces=file.chunks(),
                kind=form.cleaned_data["kind"],
                partial=form.cleaned_data["partial"],
                as_of=form.date_of_file,
                key=form.key,
            )
        )

    if request.method == "POST" and saved(form, save):
        return redirect("directory:import", made[0])
    lead = "It is checked first. You see every difference before anything in the register changes."
    trail = [("Registers", reverse(NAV)), ("Upload a register file", "")]
    return form_page(
        request,
        form,
        "Upload a register file",
        nav_key=NAV,
        lead=lead,
        trail=trail,
        multipart=True,
        submit_label="Upload and check",
        cancel_url=reverse(NAV),
    )


@requires(Permission.IMPORT_REGISTER)
def one_import(request: ScopedRequest, pk: int) -> HttpResponse:
    """How far an upload has come, what it would change, and the decision. htmx asks again while it runs."""
    upload = get_object_or_404(RegisterImport, pk=pk)
    running = upload.state in WAITING
    context = {"upload": upload, "running": running, "told": told(pk) if running else None}
    if request.htmx and running:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return render(request, "directory/imports/progress.jinja", context)
    report = {
        "words": words,
        "state": words.state_of(upload),
        "facts_list": words.facts(upload),
        "changes": words.changes(upload.report),
        "problems": words.problems(upload.report),
        "lists": [
            which for which in uploads.LISTS if upload.stored_as and uploads.list_of(upload.stored_as, which).exists()
        ],
    }
    answer = render(request, "directory/imports/one.jinja", {**context, **report})
    if request.htmx:  # type: ignore[attr-defined]  # what was asked for has ended: the whole page is another one
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@requires(Permission.IMPORT_REGISTER)
def confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    """Has the difference brought in."""
    if actions.confirm(by=request.acting, import_id=pk):
        messages.success(request, "Confirmed. The register changes as soon as everything is brought in.")
    else:
        _tell_too_late(request, pk)
    return redirect("directory:import", pk)


@require_POST
@requires(Permission.IMPORT_REGISTER)
def withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Takes an upload back."""
    if actions.withdraw(by=request.acting, import_id=pk):
        messages.success(request, "Withdrawn. Nothing in the register was changed.")
        return redirect(NAV)
    _tell_too_late(request, pk)
    return redirect("directory:import", pk)


def _tell_too_late(request: ScopedRequest, pk: int) -> None:
    upload = get_object_or_404(RegisterImport, pk=pk)
    by = f" by {upload.decided_by_name}" if upload.decided_by_name else ""
    state = ImportState(upload.state).label.lower()
    messages.info(request, f"Nothing was done: this file is {state} already{by}.")


@require_GET
@requires(Permission.IMPORT_REGISTER)
def download(request: ScopedRequest, pk: int, which: str) -> HttpResponse:
    """All differences, or all rows that were left out or mended, as a file for a spreadsheet."""
    upload = get_object_or_404(RegisterImport, pk=pk)
    if which not in uploads.LISTS or not upload.stored_as:
        raise Http404
    try:
        content = uploads.list_of(upload.stored_as, which).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = HttpResponse(BYTE_ORDER_MARK + content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{pk}-{which}.csv"'
    return answer
