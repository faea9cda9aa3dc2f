"""Uploading, confirming and withdrawing a register file. Who may is checked here; the rows are written across tenants."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import alias, atomic, on_behalf
from carehomes.access.tasks import nudge
from carehomes.directory.imports import uploads
from carehomes.directory.imports.background import REASON
from carehomes.directory.models import ImportState, RegisterImport
from carehomes.directory.tasks import run_imports


def upload(
    *, by: Acting, name: str, pieces: Iterable[bytes], kind: str, partial: bool, as_of: date | None, key: UUID
) -> int:
    """Keeps the file and has it checked in the background. Returns the id of the import; the same one for a form sent twice.

    Raises ValidationError when the file cannot be kept.
    """
    require(by, Permission.IMPORT_REGISTER)
    earlier = idempotency.first_result(key, by=by)
    if earlier:
        return int(earlier)
    try:
        stored_as = uploads.store(pieces)
    except OSError as error:
        raise ValidationError(
            {"file": "The file could not be kept: there may be no room for it. Try again later"}
        ) from error
    pk = _make(by=by, name=name, stored_as=stored_as, kind=kind, partial=partial, as_of=as_of)
    with atomic():
        if idempotency.claim(key, action="upload_register", result=str(pk), by=by):
            return pk
    _unmake(pk, stored_as)
    return int(idempotency.first_result(key, by=by) or pk)


def _unmake(pk: int, stored_as: str) -> None:
    """The same form was sent twice at once, and the other sending was quicker."""
    with on_behalf(REASON):
        RegisterImport.objects.filter(pk=pk).delete()
    uploads.forget(stored_as)


def _make(*, by: Acting, name: str, stored_as: str, kind: str, partial: bool, as_of: date | None) -> int:
    with on_behalf(REASON):
        made = RegisterImport.objects.create(
            organisation_id=by.organisation_id,
            user_id=by.user_id,
            uploaded_by_name=by.person,
            file_name=name[:200],
            stored_as=stored_as,
            kind=kind,
            partial=partial,
            as_of=as_of,
        )
        _soon()
    return made.pk


def confirm(*, by: Acting, import_id: int) -> bool:
    """Has the difference that was shown brought in. False: it was not waiting for that, because somebody was quicker."""
    return _decide(by, import_id, ImportState.APPLYING)


def withdraw(*, by: Acting, import_id: int) -> bool:
    """Takes the upload back; nothing of it is brought in. False: it was not waiting for that."""
    return _decide(by, import_id, ImportState.WITHDRAWN)


_FROM = {
    ImportState.APPLYING: (ImportState.READY,),
    ImportState.WITHDRAWN: (ImportState.READY, ImportState.CHECKING),
}


def _decide(by: Acting, import_id: int, state: ImportState) -> bool:
    require(by, Permission.IMPORT_REGISTER)
    with on_behalf(REASON):
        found = RegisterImport.objects.select_for_update().filter(
            pk=import_id, organisation_id=by.organisation_id, state__in=_FROM[state]
        )
        upload = found.first()
        if upload is None:
            return False
        upload.state, upload.decided_by_name, upload.attempts, upload.error = state, by.person, 0, ""
        if state == ImportState.WITHDRAWN:
            upload.finished_at = timezone.now()
            transaction.on_commit(lambda: uploads.forget(upload.stored_as), using=alias())
        else:
            _soon()
        upload.save(update_fields=["state", "decided_by_name", "attempts", "error", "finished_at"])
    return True


def _soon() -> None:
    transaction.on_commit(lambda: nudge(run_imports), using=alias())
