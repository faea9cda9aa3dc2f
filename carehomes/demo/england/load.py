"""The load as a whole: refusals, then one transaction with the register, what is invented for homes, residents, and the domains."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.models import Model

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import Membership, Organisation, OrganisationParent, User
from carehomes.demo.england import accounts, generated, homes, joined, published, register, residents
from carehomes.demo.england.distributions import Distributions, measured
from carehomes.demo.england.loaders import all_loaders
from carehomes.demo.england.loading import ALIAS, Loading, finish, transaction_without_history
from carehomes.directory.models import CareHome, CheckInSchedule, ContactNumber, HomeRelationship, NamedRole
from carehomes.residents.models import Absence, Allergy, LegalDocument, Resident, ResidentStatus, Stay

FILLED: tuple[type[Model], ...] = (
    Organisation, OrganisationParent, CareHome, HomeRelationship, User, Membership, CheckInSchedule, ContactNumber, NamedRole,
    Resident, Stay, Absence, Allergy, LegalDocument, ResidentStatus,
)  # fmt: skip
NATION = (OrganisationKind.NATION, "ENGLAND")


class NotLoaded(Exception):
    """The load is refused; the message says why."""


@dataclass(frozen=True)
class Sources:
    """The files to load from; without them everything is generated. `area`: only the homes of the network with this ODS code."""

    homes: Path | None = None
    joined: Path | None = None
    distributions: Path | None = None
    area: str = ""


def load_england(loading: Loading, sources: Sources) -> None:
    """Loads England into an empty database. Raises `NotLoaded` when it is not empty or this is no demonstration."""
    check_may_load()
    distributions = measured(sources.distributions)
    domains = all_loaders()
    tables = [model._meta.db_table for model in (*FILLED, *(each for _, models in domains for each in models))]
    with transaction_without_history(tables):
        register.store(loading, _register(loading, sources, distributions))
        loaded = homes.load(loading)
        accounts.load(loading, loaded)
        residents.load(loading, loaded, distributions)
        for load_domain, _ in domains:
            load_domain(loading, loaded)
    with loading.step("Counters and statistics of the tables"):
        finish(loading)


def check_may_load() -> None:
    """Raises `NotLoaded` outside a demonstration, and for a database that holds homes or residents."""
    if not settings.DEMO:
        raise NotLoaded("England is loaded only for measurements: settings.DEMO is off.")
    if is_filled():
        raise NotLoaded(
            "This database holds homes or residents already. With --reset everything in it is dropped first."
        )


def is_filled() -> bool:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM directory_carehome) OR EXISTS (SELECT FROM residents_resident)")
        return bool(cursor.fetchone()[0])


def reset() -> None:
    """Drops everything in the database and makes its tables anew."""
    if not settings.DEMO:
        raise NotLoaded("Only the database of a demonstration is emptied: settings.DEMO is off.")
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", database=ALIAS, verbosity=0)


def _register(loading: Loading, sources: Sources, distributions: Distributions) -> register.Register:
    found = _homes(loading, sources, distributions)
    if sources.area:
        found = found.area_of(sources.area)
    found.names[NATION] = "NHS England"
    return found


def _homes(loading: Loading, sources: Sources, distributions: Distributions) -> register.Register:
    """Real where files are given. Both: homes of the one, organisations of the other."""
    if sources.homes or sources.joined:
        loading.say(joined.ATTRIBUTION)
    around = joined.read(sources.joined) if sources.joined else None
    if around and not sources.homes:
        return around
    invented = generated.generate(distributions, loading.chances("register"))
    return published.with_real_homes(sources.homes, invented, around) if sources.homes else invented
