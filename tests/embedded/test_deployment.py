"""Compose file, image, Makefile and the page for operators say the same thing."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from carehomes.embedded.addresses import LOGINS, database_of, login_of

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = (CHECKOUT / "docker-compose.yml").read_text()


def filled(text: str) -> str:
    """The file with its variables: `${NAME:?…}` becomes the name itself, `${NAME:-value}` the value."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", re.sub(r"\$\{(\w+):\?[^}]*\}", r"\1", text))


COMPOSE: dict[str, Any] = yaml.safe_load(filled(COMPOSE_FILE))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text()
OWN = [name for name, service in SERVICES.items() if "build" in service]


def test_stack_is_complete() -> None:
    assert set(SERVICES) >= {"web", "worker", "beat", "postgres", "valkey", "mail", "setup"}
    assert set(OWN) == {"setup", "web", "worker", "beat"}


@pytest.mark.parametrize("name", SERVICES)
def test_service_says_whether_it_is_well_unless_it_runs_once(name: str) -> None:
    service = SERVICES[name]
    assert "healthcheck" in service or service["restart"] == "no"
    assert service.get("healthcheck", {"test": ["CMD"]})["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", SERVICES)
def test_service_does_not_run_as_root(name: str) -> None:
    assert str(SERVICES[name]["user"]).split(":")[0] not in ("", "0", "root")


@pytest.mark.parametrize(
    "image", [SERVICES[name]["image"] for name in SERVICES] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
)
def test_image_names_its_version(image: str) -> None:
    tag = image.partition(":")[2]
    assert re.search(r"\d", tag)
    assert tag != "latest"


@pytest.mark.parametrize("name", SERVICES)
def test_service_refers_to_what_exists(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
    assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(COMPOSE["volumes"])
    for other, wait in service.get("depends_on", {}).items():
        once = SERVICES[other]["restart"] == "no"
        assert wait["condition"] == ("service_completed_successfully" if once else "service_healthy")


@pytest.mark.parametrize("name", OWN)
def test_addresses_lead_to_services_of_the_stack_with_the_right_login(name: str) -> None:
    environment = SERVICES[name]["environment"]
    for variable, login in LOGINS.items():
        address = environment.get(variable, "")
        if address:
            assert login_of(address)[0] == login
            assert "@postgres:5432/" in address
            assert database_of(address) == "homeround"
    assert environment["REDIS_URL"].startswith("redis://valkey:")
    assert "mail:1025" in environment["EMAIL_URL"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_what_faces_people_never_holds_a_login_that_bypasses_policies(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert environment["DATABASE_OWNER_URL"] == ""
    assert not {"DATABASE_ADMIN_URL", "DATABASE_BACKUP_URL"} & set(environment)


def test_setup_has_every_address_that_create_logins_reads() -> None:
    environment = SERVICES["setup"]["environment"]
    assert all(environment[variable] for variable in (*LOGINS, "DATABASE_ADMIN_URL"))


def test_database_and_broker_are_reached_from_inside_only() -> None:
    for name in ("postgres", "valkey"):
        assert "ports" not in SERVICES[name]
        assert SERVICES[name]["networks"] == ["services"]
    assert COMPOSE["networks"]["services"]["internal"] is True
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize("setting", ["log_min_error_statement=panic", "log_error_verbosity=terse"])
def test_log_of_the_database_names_no_resident(setting: str) -> None:
    assert setting in SERVICES["postgres"]["command"]
    assert setting.replace("=", " = ") in OPERATIONS


def test_no_secret_has_a_value_in_the_file() -> None:
    text = COMPOSE_FILE
    for secret in re.findall(r"\$\{(\w*(?:PASSWORD|SECRET\w*))(\S*?)\}", text):
        assert secret[1].startswith(":?"), secret
    for name in set(re.findall(r"\$\{(\w+(?:_PASSWORD|SECRET_KEY))", text)) | {"SECRET_KEY"}:
        assert f'"{name}"' in OPERATIONS, f"docs/operations.md does not make {name}"


def test_image_holds_every_package_and_ends_as_an_unprivileged_user() -> None:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        packages = tomllib.load(file)["tool"]["importlinter"]["root_packages"]
    for package in packages:
        assert f"COPY {package} {package}\n" in DOCKERFILE
        assert f"!{package}\n" in (CHECKOUT / ".dockerignore").read_text()
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.M)[-1] == "homeround"
    assert "--require-hashes" in DOCKERFILE


def test_every_variable_of_the_page_for_operators_reaches_the_containers() -> None:
    """What `.env` says is only passed on where the compose file names it."""
    table = OPERATIONS.partition("## Environment variables")[2].partition("Only for development")[0]
    named = set(re.findall(r"^\| `([A-Z_]+)`", table, re.M))
    assert len(named) > 15
    passed = set(SERVICES["setup"]["environment"]) | set(re.findall(r"^ +(?:ENV )?([A-Z_]+)=", DOCKERFILE, re.M))
    assert named <= passed, named - passed


def test_page_for_operators_names_every_variable_that_the_settings_read() -> None:
    settings = "".join(path.read_text() for path in (CHECKOUT / "carehomes" / "settings").glob("*.py"))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings)) | set(
        re.findall(r'_database\("([A-Z_]+)"', settings)
    )
    assert len(read) > 10
    assert not {name for name in read if f"`{name}`" not in OPERATIONS}


def test_commands_for_operators_exist() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", OPERATIONS + DOCKERFILE + COMPOSE_FILE))
    assert {"create_logins", "migrate", "backup_drill", "tick"} <= named
    assert named <= set(get_commands())


def test_help_lists_the_targets_and_each_can_be_planned() -> None:
    said = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^  make ([a-z-]+) ", said, re.M)
    assert {"env", "demo", "demo-reset", "test", "lint", "bench", "shell", "help"} <= set(targets)
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=CHECKOUT, capture_output=True, check=True)


def test_machine_check_is_a_script_that_ends_with_the_tests() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)
    assert script.read_text().rstrip().endswith("exec make test")
    assert "set -euo pipefail" in script.read_text()
