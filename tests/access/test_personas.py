"""The page of personas: one press in the demonstration, and no trace of it in production."""

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from carehomes.access.personas import BY_EMAIL, FIRST, PERSONAS
from carehomes.access.roles import ROLES
from carehomes.access.views.personas import personas
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "carehomes.settings.production",
    "SECRET_KEY": "a key of the length that production asks for, and then some more",
    "ALLOWED_HOSTS": "homeround.example",
    "SITE_ADDRESS": "https://homeround.example",
    "DATABASE_URL": "postgresql://homeround_app@127.0.0.1:1/nothing",
    "DATABASE_NATIONAL_URL": "postgresql://homeround_national@127.0.0.1:1/nothing",
    "DATABASE_SYSTEM_URL": "postgresql://homeround_system@127.0.0.1:1/nothing",
    "DATABASE_OWNER_URL": "postgresql://homeround_owner@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def in_production(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs some Python under production's settings, with nothing else in its environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**PRODUCTION, "PATH": os.environ["PATH"], **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_role_has_somebody_to_be() -> None:
    roles = {post.role for persona in PERSONAS for post in persona.posts}
    assert roles == set(ROLES)
    for persona in PERSONAS:
        for post in persona.posts:
            assert post.kind in ROLES[post.role].organisation_kinds
    assert len(BY_EMAIL) == len(PERSONAS)


@pytest.fixture
def priya(db: None) -> Any:
    user = UserFactory(email=FIRST, name="Priya Fennel")
    pcn = OrganisationFactory(name="Westmere PCN")
    return MembershipFactory(user=user, organisation=pcn, role="clinician")


def test_one_press_signs_in_without_a_second_step(client: ScopedClient, priya: Any) -> None:
    page = client.get(reverse("access:personas")).content.decode()
    assert "Start as Priya Fennel" in page
    assert "Sam Tansy" not in page  # nobody has loaded him
    assert client.post(reverse("access:personas"), {"email": FIRST}).url == "/"
    details = client.get(reverse("access:details"))
    assert details.status_code == 200
    assert "Westmere PCN" in details.content.decode()


def test_being_somebody_else_leaves_nothing_of_the_first(client: ScopedClient, priya: Any) -> None:
    other = MembershipFactory(user=UserFactory(email="leila.saffron@homeround.example"), role="commissioner_lead")
    client.post(reverse("access:personas"), {"email": FIRST})
    client.get(reverse("access:details"))
    before = client.session.session_key
    client.post(reverse("access:personas"), {"email": other.user.email})
    assert client.session.session_key != before
    assert other.organisation.name in client.get(reverse("access:details")).content.decode()


def test_what_was_typed_before_the_session_ended_is_there_for_the_same_persona(
    client: ScopedClient, priya: Any
) -> None:
    client.post(reverse("access:personas"), {"email": FIRST})
    details = reverse("access:details")
    client.get(details)
    Session.objects.all().delete()
    client.post(details, {"name": "Priya Fennel-Rue"})
    client.post(reverse("access:personas"), {"email": FIRST})
    assert 'value="Priya Fennel-Rue"' in client.get(details).content.decode()


@pytest.mark.django_db
def test_nobody_but_a_persona_can_be_become(client: ScopedClient) -> None:
    somebody = MembershipFactory(role="commissioner_lead").user
    assert client.post(reverse("access:personas"), {"email": somebody.email}).status_code == 404
    assert client.get(reverse("access:details")).status_code == 302


def test_the_page_and_the_command_refuse_outside_the_demonstration(settings: Any) -> None:
    settings.DEMO = False
    for request in (RequestFactory().get("/personas/"), RequestFactory().post("/personas/", {"email": FIRST})):
        with pytest.raises(Http404):
            personas(request)
    with pytest.raises(CommandError):
        call_command("personas")


def test_the_session_of_a_persona_opens_nothing_outside_the_demonstration(
    client: ScopedClient, priya: Any, settings: Any
) -> None:
    client.post(reverse("access:personas"), {"email": FIRST})
    settings.DEMO = False
    assert client.get(reverse("access:details")).url == reverse("mfa_index")


def test_the_command_lists_who_is_there(priya: Any) -> None:
    lines = io.StringIO()
    call_command("personas", stdout=lines)
    assert "Priya Fennel" in lines.getvalue()
    assert "Sam Tansy" not in lines.getvalue()


def test_production_has_no_such_address() -> None:
    asked = in_production(
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, Resolver404, resolve, reverse\n"
        "from django.conf import settings\n"
        "assert settings.DEMO is False\n"
        "for path in ('/personas/', '/gallery/'):\n"
        "    try: resolve(path)\n"
        "    except Resolver404: pass\n"
        "    else: raise SystemExit(path + ' exists')\n"
        "try: reverse('access:personas')\n"
        "except NoReverseMatch: print('no such address')\n"
    )
    assert asked.stdout.strip() == "no such address", asked.stderr


def test_production_refuses_the_switch_of_the_demonstration() -> None:
    asked = in_production("import django; django.setup()", HOMEROUND_DEMO="1")
    assert asked.returncode != 0
    assert "it would open the page of personas" in asked.stderr


def test_the_deployment_check_refuses_the_demonstration(settings: Any) -> None:
    from carehomes.access.checks import the_demonstration_is_off

    settings.DEMO = True
    assert [each.id for each in the_demonstration_is_off(None)] == ["access.E002"]
    settings.DEMO = False
    assert the_demonstration_is_off(None) == []
