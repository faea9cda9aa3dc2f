"""Who somebody is: the facts about a person, changed in one form."""

from datetime import datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.residents import rules
from carehomes.residents.actions.arriving import Facts
from carehomes.residents.actions.writing import address_of, lock, once_in_the_home, refuse_stale, writing
from carehomes.residents.models import Resident


def change_facts(*, by: Acting, key: UUID, now: datetime, resident_id: int, facts: Facts, version: int) -> Resident:
    """Writes all facts of the form. `version` is what `version_of` gave when the form was drawn; Stale when it has changed since."""
    rules.check_birth(facts.date_of_birth, today=london_today(now))
    with writing(key, by=by, action="change_facts", result=address_of(resident_id)):
        resident = lock(resident_id)
        refuse_stale(resident.events.all(), version)  # type: ignore[attr-defined]  # made by pghistory
        columns = facts.columns()
        for name, value in columns.items():
            setattr(resident, name, value)
        with once_in_the_home():
            resident.save(update_fields=list(columns))
    return resident
