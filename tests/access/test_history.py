"""History of writes: kept by triggers that nobody can skip."""

import pgtrigger
import pytest
from django.db import ProgrammingError, connection

from carehomes.access.scopes import system_scope
from carehomes.directory.models import CareHome
from tests.factories import CareHomeFactory

pytestmark = pytest.mark.django_db
ALL_TRIGGERS = "SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'"


@pytest.fixture
def home(db: None) -> CareHome:
    return CareHomeFactory(town="Westmere")


def towns(home: CareHome) -> list[str]:
    """The town in each version that history keeps of a home."""
    history = CareHome._meta.apps.get_model("directory", "CareHomeEvent")
    return list(history.objects.filter(pgh_obj_id=home.pk).order_by("pgh_id").values_list("town", flat=True))


def test_a_write_leaves_history_although_its_session_asks_to_skip_every_trigger(home: CareHome) -> None:
    before = towns(home)
    with system_scope("a test"), connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('pgtrigger.ignore', ({ALL_TRIGGERS}), true)")
        CareHome.objects.filter(pk=home.pk).update(town="Eastmere")
    assert towns(home) == [*before, "Eastmere"]


def test_the_librarys_own_way_to_skip_triggers_skips_nothing(home: CareHome) -> None:
    before = towns(home)
    with pgtrigger.ignore():
        CareHome.objects.filter(pk=home.pk).update(town="Eastmere")
    assert towns(home) == [*before, "Eastmere"]


@pytest.mark.parametrize("login", ["homeround_app", "homeround_organisation", "homeround_system"])
@pytest.mark.parametrize(
    "way",
    [
        "ALTER TABLE directory_carehome DISABLE TRIGGER ALL",
        "SET LOCAL session_replication_role = 'replica'",
        "DROP FUNCTION _pgtrigger_should_ignore(name) CASCADE",
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    ],
)
def test_no_login_that_serves_may_switch_history_off(login: str, way: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [login])
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            cursor.execute(way)
