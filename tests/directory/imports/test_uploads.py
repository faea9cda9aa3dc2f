"""The pages of the register imports, and what happens to an upload in the background, whatever goes wrong."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from carehomes.access.kinds import OrganisationKind
from carehomes.access.scopes import acting_scope
from carehomes.directory.actions import imports as actions
from carehomes.directory.imports import background, uploads
from carehomes.directory.imports.background import run_waiting_imports
from carehomes.directory.models import CareHome, ImportState, RegisterImport
from tests.directory.imports.published import fixture, import_register
from tests.factories import MembershipFactory, OrganisationFactory, acting_for
from tests.scale.budget import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.STATE_DIR = tmp_path / "uploads"
    return settings.STATE_DIR


@pytest.fixture(autouse=True)
def no_nudges(monkeypatch):
    """The broker is not there: the tick does the work, when the test says so."""
    monkeypatch.setattr(actions, "nudge", lambda task: None)


@pytest.fixture(autouse=True)
def nothing_told():
    """Numbers of imports begin anew in each run of the tests; what was told of earlier ones must not show."""
    cache.clear()


@pytest.fixture
def platform():
    return OrganisationFactory(kind=OrganisationKind.PLATFORM, name="Homeround platform")


@pytest.fixture
def administrator(platform):
    return MembershipFactory(role="platform_administrator", organisation=platform)


@pytest.fixture
def page(client, administrator):
    return client.act_as(administrator)


def send(page, name="homes.csv", content: bytes | None = None, **fields) -> RegisterImport:
    file = SimpleUploadedFile(name, fixture(name).read_bytes() if content is None else content)
    values = {"file": file, "kind": "", "idempotency_key": str(uuid.uuid4()), **fields}
    response = page.post(reverse("directory:upload_register"), values)
    assert response.status_code == 302, response.content.decode()
    return RegisterImport.objects.order_by("id").last()


def tick() -> None:
    run_waiting_imports(timezone.now())


def shown(page, upload) -> str:
    response = page.get(reverse("directory:import", args=[upload.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_checked_confirmed_and_brought_in(page, folder):
    upload = send(page)
    assert upload.state == ImportState.CHECKING
    assert "Waiting for its turn" in shown(page, upload)
    tick()
    upload.refresh_from_db()
    assert (upload.state, upload.kind) == (ImportState.READY, "homes")
    assert CareHome.objects.count() == 0
    text = shown(page, upload)
    assert "Confirm and bring in" in text
    assert "Larch House" in text
    page.post(reverse("directory:confirm_import", args=[upload.pk]))
    tick()
    upload.refresh_from_db()
    assert upload.state == ImportState.DONE
    assert CareHome.objects.count() == 10
    assert sorted(path.suffixes for path in folder.iterdir()) == [[".differences", ".csv"], [".problems", ".csv"]]
    assert "Confirmed by" in shown(page, upload)


def test_the_lists_can_be_taken_along(page):
    upload = send(page)
    tick()
    response = page.get(reverse("directory:import_list", args=[upload.pk, "problems"]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "beds_not_a_number" in response.content.decode("utf-8-sig")
    assert page.get(reverse("directory:import_list", args=[upload.pk, "passwords"])).status_code == 404


def test_a_file_that_is_none_is_refused_with_its_one_sentence(page, folder):
    upload = send(page, content=b"%PDF-1.7 nothing")
    tick()
    assert "is not a register file: it is a PDF." in shown(page, upload)
    assert list(folder.iterdir()) == []


def test_a_file_of_another_kind_than_was_said(page):
    upload = send(page, kind="ratings")
    tick()
    assert "is not a file of the layout: CQC latest ratings. It is: CQC care homes" in shown(page, upload)


def test_a_file_that_is_no_layout_that_is_known(page):
    upload = send(page, content=b"a,b\n1,2\n")
    tick()
    upload.refresh_from_db()
    assert upload.error.startswith("homes.csv is no register that is known here:")


def test_a_refused_file_says_what_it_was_and_nothing_in_the_words_of_a_command(page):
    import_register(as_of=date(2021, 4, 30))
    upload = send(page)
    tick()
    text = shown(page, upload)
    assert "the register already holds one of 30 April 2021. If it is newer than that, say its date." in text
    assert "CQC care homes (HSCA active locations)" in text
    assert "Not recognised" not in text


def test_an_upload_without_a_file_or_with_too_much(page, settings):
    address = reverse("directory:upload_register")
    assert page.get(address).status_code == 200
    response = page.post(address, {"kind": "", "idempotency_key": str(uuid.uuid4())})
    assert response.status_code == 422
    assert "Choose a register file" in response.content.decode()
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    big = SimpleUploadedFile("big.csv", b"a" * (1024 * 1024 + 1))
    response = page.post(address, {"file": big, "kind": "", "idempotency_key": str(uuid.uuid4())})
    assert "The file must be 1 MB or smaller" in response.content.decode()
    assert RegisterImport.objects.count() == 0


def test_a_form_sent_twice_is_one_upload(page):
    key = str(uuid.uuid4())
    assert send(page, idempotency_key=key) == send(page, idempotency_key=key)
    assert RegisterImport.objects.count() == 1


def test_withdrawn_files_are_removed(page, folder, django_capture_on_commit_callbacks):
    upload = send(page)
    tick()
    with django_capture_on_commit_callbacks(execute=True):
        page.post(reverse("directory:withdraw_import", args=[upload.pk]))
    tick()
    upload.refresh_from_db()
    assert upload.state == ImportState.WITHDRAWN
    assert CareHome.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_two_administrators_confirm_and_it_is_brought_in_once(page, platform, administrator):
    upload = send(page)
    tick()
    second = acting_for(MembershipFactory(role="platform_administrator", organisation=platform))
    for by, answer in ((acting_for(administrator), True), (second, False)):
        with acting_scope(by):
            assert actions.confirm(by=by, import_id=upload.pk) is answer
    tick()
    tick()
    assert CareHome.objects.count() == 10
    upload.refresh_from_db()
    assert upload.decided_by_name == acting_for(administrator).person


def test_a_worker_that_was_killed_leaves_the_import_to_the_next(page, monkeypatch):
    upload = send(page)
    tick()
    page.post(reverse("directory:confirm_import", args=[upload.pk]))

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(background, "_mark_done", killed)
        with pytest.raises(KeyboardInterrupt):
            tick()
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (ImportState.APPLYING, 1)
    assert CareHome.objects.count() == 0
    tick()
    upload.refresh_from_db()
    assert upload.state == ImportState.DONE
    assert CareHome.objects.count() == 10


def test_an_import_that_stops_every_worker_is_refused_in_the_end(page):
    upload = send(page)
    RegisterImport.objects.update(attempts=background.MOST_ATTEMPTS)
    tick()
    assert "It stopped 3 times while it was being checked. Nothing of it was kept." in shown(page, upload)


def test_a_register_that_changed_since_is_looked_at_again(page):
    first, second = send(page), send(page)
    tick()
    for upload in (first, second):
        page.post(reverse("directory:confirm_import", args=[upload.pk]))
    tick()
    second.refresh_from_db()
    assert (second.state, second.error) == (ImportState.READY, background.CHANGED_SINCE)
    assert "there is nothing to confirm" in shown(page, second)


def test_an_upload_that_got_lost_is_refused(page, folder):
    upload = send(page)
    uploads.forget(upload.stored_as)
    tick()
    assert "homes.csv cannot be read: No such file or directory." in shown(page, upload)


def test_while_another_import_runs_everything_waits(page, monkeypatch):
    upload = send(page)
    background.ToldInCache(upload.pk).step("Checking the homes")  # by whoever runs it

    def busy(*args, **options):
        raise background.ImportBusyError("Another import is running.")

    with monkeypatch.context() as occupied:
        occupied.setattr(background, "run", busy)
        tick()
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (ImportState.CHECKING, 0)
    assert background.told(upload.pk).step == "Checking the homes"


def test_old_lists_are_removed(page, folder):
    upload = send(page, content=fixture("homes.csv").read_bytes())
    tick()
    long_ago = timezone.now() - timezone.timedelta(days=background.KEPT_DAYS + 1)
    RegisterImport.objects.update(state=ImportState.DONE, finished_at=long_ago)
    tick()
    assert list(folder.iterdir()) == []
    assert "All as CSV" not in shown(page, upload)


def test_htmx_asks_while_it_runs_and_reloads_when_it_has_ended(page):
    upload = send(page)
    address = reverse("directory:import", args=[upload.pk])
    part = page.get(address, headers={"HX-Request": "true"})
    assert b"<h1" not in part.content
    assert "HX-Refresh" not in part
    tick()
    assert page.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_only_the_platform_sees_its_imports(page, sign_in):
    upload = send(page)
    coordinator = sign_in("care_coordinator")
    assert coordinator.get(reverse("directory:imports")).status_code == 403
    elsewhere = sign_in("platform_administrator", organisation=OrganisationFactory(kind=OrganisationKind.PLATFORM))
    assert elsewhere.get(reverse("directory:import", args=[upload.pk])).status_code == 404
    assert elsewhere.post(reverse("directory:confirm_import", args=[upload.pk])).status_code == 404


def test_the_list_is_short_of_queries(page):
    assert "No register file yet" in page.get(reverse("directory:imports")).content.decode()
    for _ in range(3):
        send(page)
    tick()
    assert len(queries_of(page, reverse("directory:imports"))) <= 8
    text = page.get(reverse("directory:imports")).content.decode()
    assert text.count("Waits for your decision") == 3
    assert "Homes: 10 new" in text
