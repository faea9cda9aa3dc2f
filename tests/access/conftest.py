"""Ground of the tests of access: sign-in without rate limits, unless a test asks for them."""

from typing import Any

import pytest

from carehomes.access.models import User
from tests.factories import MembershipFactory, UserFactory

PASSWORD = "a long password for tests"


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    """Every test comes from 127.0.0.1, and together they would be too many."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def person(db: None) -> User:
    """Somebody who can sign in with `PASSWORD`."""
    return UserFactory(email="basil.thyme@homeround.example", name="Basil Thyme")


@pytest.fixture
def member(person: User) -> User:
    """The same, working for a commissioner: a role that needs no second step."""
    MembershipFactory(user=person, role="commissioner_lead")
    return person
