"""Two imports never run at once, whoever started them."""

import psycopg
import pytest
from django.db import connection

from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.run import LOCK
from carehomes.directory.models import CareHome
from tests.directory.imports.published import import_register

pytestmark = pytest.mark.django_db


def test_a_second_import_is_told_to_come_back():
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        with pytest.raises(ImportRefusedError, match="Another import is running"):
            import_register()
        other.rollback()
        assert import_register().changes["homes"] == {"new": CareHome.objects.count()}
