"""Ground of all tests: real services, requests that run as the web login, and a small world of organisations and homes."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Playwright, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from carehomes.access.acting import Acting
from carehomes.access.tenancy import APP_LOGIN
from tests.factories import MembershipFactory, acting_for
from tests.parallel import WITH_A_STACK
from tests.parallel import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler  # a hook of this whole folder

# A property is true or false; how long the machine took to try it, while others use it too, says nothing.
hypothesis_settings.register_profile("homeround", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("homeround")

STACK_SECONDS = 600  # the first of a folder also makes the whole product, and many programs at once share the machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What holds for whole folders: marks, patience, and that a database test may use all logins (here aliases of one connection)."""
    for item in items:
        if folder := next((each for each in WITH_A_STACK if item.nodeid.startswith(each)), ""):
            item.add_marker(folder.split("/")[1])
            item.add_marker(pytest.mark.timeout(STACK_SECONDS))
        if isinstance(item, pytest.Function) and "db" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
        for marker in item.iter_markers("django_db"):
            marker.kwargs.setdefault("databases", "__all__")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The owner of the schema makes the test database, so that everything in it is the owner's, as in production."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as administrator:
        # PostgreSQL refuses two changes of one role at the same moment, and every worker of a parallel run comes here.
        administrator.execute("SELECT pg_advisory_lock(hashtext('homeround_owner'))")
        administrator.execute("ALTER ROLE homeround_owner CREATEDB")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """One connection under every alias: what a test has not committed is visible to all of them."""
    for alias in ("owner", "national", "system"):
        connections[alias].close()
        connections[alias] = connections["default"]


def as_login(role: str) -> None:
    """From here to the end of the transaction the connection is this role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [role])


class ScopedClient(Client):
    """Django's test client, but every request runs as the web login and not as the owner of the tables."""

    def request(self, **request: Any) -> Any:
        as_login(APP_LOGIN)
        try:
            return super().request(**request)
        finally:
            if not connection.needs_rollback:
                as_login("homeround_owner")

    def act_as(self, membership: Any) -> "ScopedClient":
        """Signs in as the person of this membership, acting in it, with the second factor confirmed."""
        self.force_login(membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = self.session
        session["membership_id"] = membership.pk
        session["second_factor_confirmed"] = True
        session.save()
        return self


@pytest.fixture
def client(db: None) -> ScopedClient:
    return ScopedClient()


@pytest.fixture
def sign_in(client: ScopedClient) -> Callable[..., ScopedClient]:
    """`sign_in("care_coordinator", organisation=pcn)`: a client acting in a new membership of this role."""

    def signed_in(role: str = "care_coordinator", **membership: Any) -> ScopedClient:
        return client.act_as(MembershipFactory(role=role, **membership))

    return signed_in


@pytest.fixture
def acting(db: None) -> Callable[..., Acting]:
    """`acting("clinician", organisation=practice)`: what an action takes as `by=`."""

    def made(role: str = "care_coordinator", **membership: Any) -> Acting:
        return acting_for(MembershipFactory(role=role, **membership))

    return made


@pytest.fixture(scope="session")
def unblocked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For session-wide fixtures that read the catalogue."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    """One Playwright a process: a second one beside it is refused. Its event loop is no reason for Django to refuse queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running
