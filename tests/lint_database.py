"""What only a database can show: migrations that lock tables in use (squawk), and leaks in the policies (pgrls).

    python -m tests.lint_database

Works on a scratch database of the test services. Exit code 1 when there is something to mend.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from carehomes.embedded.addresses import LOGINS, with_database
from carehomes.embedded.attach import CHECKOUT, ensure_services

RELEASED = Path(__file__).with_name("released_migrations.txt")
OURS = ("carehomes.", "checkins.", "reporting.")

#: Rules of squawk that do not hold here, and why.
EXCLUDED = {
    "prefer-text-field": "Django's CharField is a varchar",
    "prefer-bigint-over-int": "small numbers are small on purpose",
    "prefer-bigint-over-smallint": "small numbers are small on purpose",
    "ban-drop-default": "Django adds a column with a default and drops the default in the same step",
    "require-lock-timeout": "set for the whole run (docs/operations.md, Deploy)",
    "require-statement-timeout": "set for the whole run (docs/operations.md, Deploy)",
}

_CREATED = re.compile(
    r'CREATE (?:OR REPLACE )?(?:TABLE|FUNCTION|(?:UNIQUE )?INDEX(?: CONCURRENTLY)?)(?: IF NOT EXISTS)? (?:public\.)?"?(\w+)"?'
)
_COMMENTS_BEFORE = re.compile(r"\A(?:\s*--[^\n]*\n)+")


@dataclass(frozen=True)
class Finding:
    """One thing that squawk says about a statement of a migration."""

    migration: str
    rule: str
    message: str
    statement: str


def main() -> None:
    """Lint on a scratch database; end with code 1 when anything was found."""
    ensure_services("test", durable=False)
    with scratch_database():
        statements = migrate()
        findings = lint_migrations(statements)
        policies_hold = lint_policies(os.environ["DATABASE_ADMIN_URL"])
    for finding in findings:
        sys.stdout.write(f"{finding.migration}: {finding.rule}: {finding.message}\n    {finding.statement}\n")
    sys.exit(0 if policies_hold and not findings else 1)


@contextmanager
def scratch_database() -> Iterator[None]:
    """For as long as this lasts, the addresses in the environment lead to an empty database."""
    admin, name = os.environ["DATABASE_ADMIN_URL"], f"homeround_lint_{secrets.token_hex(4)}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER homeround_owner").format(sql.Identifier(name)))
        for variable in (*LOGINS, "DATABASE_ADMIN_URL"):
            os.environ[variable] = with_database(os.environ[variable], name)
        try:
            yield
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate() -> dict[str, str]:
    """Run all migrations on the scratch database; return the schema changes of ours that no release has run."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "carehomes.settings.local"
    import django  # here, because the settings read the addresses that were set just now

    django.setup()
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    recorder = Recorder()
    with connections["owner"].execute_wrapper(recorder):
        executor = MigrationExecutor(connections["owner"], recorder.progress)
        executor.migrate(executor.loader.graph.leaf_nodes())
    connections.close_all()
    return {name: "\n".join(lines) for name, lines in recorder.statements.items() if name not in released_migrations()}


class Recorder:
    """Keeps the schema changes that each of our migrations makes while it runs."""

    def __init__(self) -> None:
        self.statements: dict[str, list[str]] = {}
        self.current: list[str] = []

    def progress(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Note which migration runs from here on (Django's progress callback)."""
        if action == "apply_start":
            self.current = []
            if migration.__module__.startswith(OURS):
                self.statements[f"{migration.app_label}.{migration.name}"] = self.current

    def __call__(self, execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
        """Keep a statement that changes the schema, then run it (Django's execute wrapper)."""
        text = _COMMENTS_BEFORE.sub("", str(statement)).strip()
        if text.startswith(("ALTER ", "CREATE ", "DROP ")):
            self.current.append(f"{text.rstrip(';')};")
        return execute(statement, params, many, context)


def released_migrations() -> set[str]:
    """Return the names of the migrations that a release has run."""
    return {line for line in RELEASED.read_text().splitlines() if line and not line.startswith("#")}


def lint_migrations(statements: dict[str, str]) -> list[Finding]:
    """Return what squawk says about statements that touch what these migrations do not make themselves."""
    made = {name for text in statements.values() for name in _CREATED.findall(text)}
    found = [finding for name, text in statements.items() for finding in squawk(name, text)]
    return [finding for finding in found if not _is_about(made, finding.statement)]


def _is_about(made: set[str], statement: str) -> bool:
    """Whether it names one of these, or an index that Django called after one: it drops some of these "IF EXISTS"."""
    words = set(re.findall(r"\w+", statement))
    called_after = statement.startswith("DROP INDEX") and any(
        word.startswith(f"{name}_") for word in words for name in made
    )
    return bool(made & words) or called_after


def squawk(name: str, text: str) -> list[Finding]:
    """Return what squawk says about the SQL of one migration."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        excluded = f"--exclude={','.join(EXCLUDED)}"
        command = [
            Path(sys.executable).with_name("squawk"),
            "--assume-in-transaction",
            "--reporter=json",
            excluded,
            file.name,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = text.splitlines()
    return [
        Finding(name, one["rule_name"], one["message"], lines[one["line"]].strip()) for one in json.loads(done.stdout)
    ]


def lint_policies(url: str) -> bool:
    """Let pgrls print what is wrong with the policies (pgrls.toml says what does not hold here); True when nothing is."""
    command = [Path(sys.executable).with_name("pgrls"), "lint", "--fail-on=warning", "--database-url", url]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode == 0


if __name__ == "__main__":
    main()
