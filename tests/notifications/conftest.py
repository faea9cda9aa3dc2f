"""A real mail server that keeps what it is given."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.factories import MembershipFactory, OrganisationFactory
from tests.stack import Receiver, free_port


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    kept = Receiver()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield kept
    server.stop()


@pytest.fixture
def world(db: None) -> Any:
    """An organisation, somebody whose address may be refused, and who administers it."""

    class World:
        organisation = OrganisationFactory()
        person = MembershipFactory(organisation=organisation, role="clinician")
        administrator = MembershipFactory(organisation=organisation, role="organisation_administrator")

    return World
