"""What happens to uploads in the background: they are checked, and once confirmed they are brought in.

The row says what must still happen, and changes in the transaction of the import itself: an import is either wholly brought in
and marked so, or not at all. A worker that is killed leaves the row as it was; whoever runs next takes it up again. Only one
import runs at a time, because each takes the same lock of the database, and a lock ends with its worker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from carehomes.access.scopes import system_scope
from carehomes.directory.imports import councils, ods, register, uploads
from carehomes.directory.imports.errors import ImportBusyError, ImportRefusedError
from carehomes.directory.imports.files import BroughtFile, bring
from carehomes.directory.imports.layouts import LAYOUTS
from carehomes.directory.imports.report import Report
from carehomes.directory.imports.run import Steps, Task, run
from carehomes.directory.imports.staging import recognise
from carehomes.directory.models import ImportState, RegisterImport

log = structlog.get_logger()
REASON = "register import"
WAITING = (ImportState.CHECKING, ImportState.APPLYING)
MOST_ATTEMPTS = 3
KEPT_DAYS = 90  # lists of imports that ended longer ago are removed
CHANGED_SINCE = "The register has changed since this was checked. Look at the difference again before you confirm."
_STEPS: dict[str, Steps] = {key: module.bring_in for module in (register, ods, councils) for key in module.FILES}


class NotMineError(Exception):
    """Somebody else has ended this import meanwhile, or the register has changed: nothing of it may be kept."""


def run_waiting_imports(now: datetime) -> None:
    """Everything that waits, oldest first. Called by the nudge and by every tick; an import that somebody runs is left to them."""
    with system_scope(REASON):
        waiting = list(RegisterImport.objects.filter(state__in=WAITING).order_by("id"))
    for each in waiting:
        try:
            _run_one(each)
        except ImportBusyError:
            return
    _forget_old(now)


def _run_one(upload: RegisterImport) -> None:
    if not _begin(upload):
        return
    try:
        file = bring(uploads.path_of(upload.stored_as), upload.file_name)
        layouts = [layout.key for layout in recognise(file)]
        steps = _steps_for(layouts, file, upload.kind)
        _write(upload, kind=layouts[0])
        _do(upload, steps, {key: [file] for key in layouts})
    except ImportBusyError:
        _write(upload, attempts=F("attempts") - 1)
        raise  # what is told of it is told by whoever runs it
    except ImportRefusedError as error:
        log.info("import_refused", kind=upload.kind, reason=REASON)
        _end(upload, ImportState.REFUSED, error=str(error)[:500])
    cache.delete(_cache_key(upload.pk))


def _begin(upload: RegisterImport) -> bool:
    """Counts the attempt. One that stopped its worker again and again is refused instead of tried for ever."""
    if upload.attempts >= MOST_ATTEMPTS:
        words = "was being checked" if upload.state == ImportState.CHECKING else "was being brought in"
        _end(
            upload,
            ImportState.REFUSED,
            error=f"It stopped {MOST_ATTEMPTS} times while it {words}. Nothing of it was kept.",
        )
        return False
    return _write(upload, attempts=F("attempts") + 1)


def _steps_for(layouts: list[str], file: BroughtFile, expected: str) -> Steps:
    if not layouts:
        raise ImportRefusedError(
            f"{file.name} is no register that is known here: its columns fit none of the published layouts."
        )
    if expected and expected not in layouts:
        found = LAYOUTS[layouts[0]].name
        raise ImportRefusedError(f"{file.name} is not a file of the layout: {LAYOUTS[expected].name}. It is: {found}.")
    return _STEPS[layouts[0]]


def _do(upload: RegisterImport, steps: Steps, files: dict[str, list[BroughtFile]]) -> None:
    checking = upload.state == ImportState.CHECKING
    task = Task(
        files=files,
        as_of=upload.as_of or _date_of(upload.report),
        dry_run=checking,
        partial=upload.partial,
        reason=REASON,
        problems_csv=uploads.list_of(upload.stored_as, "problems"),
        differences_csv=uploads.list_of(upload.stored_as, "differences"),
    )
    if checking:
        report = run(task, steps, ToldInCache(upload.pk))
        _write(upload, state=ImportState.READY, attempts=0, report=report.as_dict())
        return
    try:
        run(task, steps, ToldInCache(upload.pk), lambda report: _mark_done(upload, report))
    except NotMineError:
        _check_again(upload, steps, task)
    else:
        uploads.forget_upload(upload.stored_as)


def _date_of(report: dict[str, Any]) -> Any:
    """The date under which it was checked: it is brought in under the same, on whatever day that happens."""
    return datetime.fromisoformat(report["as_of"]).date() if report else None


def _mark_done(upload: RegisterImport, report: Report) -> None:
    """In the import's transaction. Refuses to keep what is not the difference that somebody confirmed."""
    held = RegisterImport.objects.select_for_update().get(pk=upload.pk)
    if held.state != ImportState.APPLYING or held.report.get("changes") != report.changes:
        raise NotMineError
    held.state, held.report, held.finished_at = ImportState.DONE, report.as_dict(), timezone.now()
    held.save(update_fields=["state", "report", "finished_at"])


def _check_again(upload: RegisterImport, steps: Steps, task: Task) -> None:
    task.dry_run = True
    report = run(task, steps)
    _write(
        upload, state=ImportState.READY, attempts=0, report=report.as_dict(), error=CHANGED_SINCE, decided_by_name=""
    )


def _write(upload: RegisterImport, **values: Any) -> bool:
    """Changes the row if it is still in the state in which it was found."""
    with system_scope(REASON):
        return bool(RegisterImport.objects.filter(pk=upload.pk, state=upload.state).update(**values))


def _end(upload: RegisterImport, state: ImportState, **values: Any) -> None:
    if _write(upload, state=state, finished_at=timezone.now(), **values):
        uploads.forget_upload(upload.stored_as)


def _forget_old(now: datetime) -> None:
    with system_scope(REASON):
        old = RegisterImport.objects.filter(finished_at__lt=now - timedelta(days=KEPT_DAYS)).exclude(stored_as="")
        for stored_as in old.values_list("stored_as", flat=True):
            uploads.forget(stored_as)
        old.update(stored_as="")


@dataclass(frozen=True)
class Told:
    """How far an import has come: the step, and how much of it in percent where that is known."""

    step: str = "Waiting for its turn"
    percent: int | None = None


class ToldInCache:
    """A progress that pages can read while the import's own transaction is still open."""

    def __init__(self, pk: int) -> None:
        self._key = _cache_key(pk)
        self._words, self._total, self._percent = "", 0, -1

    def step(self, words: str, total: int = 0) -> None:
        self._words, self._total, self._percent = words, total, -1
        self._tell(None)

    def done(self, amount: int) -> None:
        percent = min(100, amount * 100 // self._total) if self._total else 0
        if self._total and percent >= self._percent + 5:
            self._percent = percent
            self._tell(percent)

    def _tell(self, percent: int | None) -> None:
        cache.set(self._key, (self._words, percent), 600)


def told(pk: int) -> Told:
    """How far it has come, as far as anybody has said."""
    said = cache.get(_cache_key(pk))
    return Told(*said) if said else Told()


def _cache_key(pk: int) -> str:
    return f"register-import-{pk}"
