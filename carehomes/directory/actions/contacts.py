"""The numbers to ring at a home. Row security refuses homes that the acting membership does not serve."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.access.stale import check_unchanged
from carehomes.directory.models import CareHome, ContactNumber


@dataclass(frozen=True, slots=True)
class Contact:
    """What is said about a number."""

    person_name: str
    phone: str
    job: str = ""
    when_to_ring: str = ""
    is_main: bool = False


def add_contact(*, by: Acting, home: CareHome, contact: Contact, key: UUID) -> None:
    """A number more. The first number of a home is its main one. Sent twice, it is added once."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        if not idempotency.claim(key, action="add_contact", result=str(home.pk), by=by):
            return
        numbers = _locked_numbers(home)
        first = not numbers
        if contact.is_main or first:
            _clear_main(numbers)
        ContactNumber.objects.create(home=home, **_fields(contact), is_main=contact.is_main or first)


def change_contact(*, by: Acting, home: CareHome, contact_id: int, contact: Contact, version: int) -> None:
    """Raises StaleError when somebody else changed it meanwhile, ContactNumber.DoesNotExist when it was removed."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        numbers = _locked_numbers(home)
        changed = _one_of(numbers, contact_id)
        check_unchanged(changed, version)
        if contact.is_main:
            _clear_main([each for each in numbers if each.pk != contact_id])
        for name, value in _fields(contact).items():
            setattr(changed, name, value)
        changed.is_main = contact.is_main
        changed.save()


def remove_contact(*, by: Acting, home: CareHome, contact_id: int, today: date) -> ContactNumber:
    """Takes a number off the list; it can be put back. Removing it twice changes nothing."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        removed = ContactNumber.objects.select_for_update().get(home=home, pk=contact_id)
        if removed.removed_on is None:
            removed.removed_on, removed.is_main = today, False
            removed.save(update_fields=["removed_on", "is_main"])
        return removed


def put_back_contact(*, by: Acting, home: CareHome, contact_id: int) -> ContactNumber:
    """Undoes `remove_contact`; another number may have become the main one meanwhile and stays it."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        found = ContactNumber.objects.select_for_update().get(home=home, pk=contact_id)
        found.removed_on = None
        found.save(update_fields=["removed_on"])
        return found


def make_main_contact(*, by: Acting, home: CareHome, contact_id: int) -> ContactNumber:
    """The number that worklists show."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        numbers = _locked_numbers(home)
        main = _one_of(numbers, contact_id)
        _clear_main([each for each in numbers if each.pk != contact_id])
        main.is_main = True
        main.save(update_fields=["is_main"])
        return main


def _fields(contact: Contact) -> dict[str, str]:
    return {
        "person_name": contact.person_name,
        "job": contact.job,
        "phone": contact.phone,
        "when_to_ring": contact.when_to_ring,
    }


def _locked_numbers(home: CareHome) -> list[ContactNumber]:
    """The numbers of a home, locked, so that two people cannot make two of them the main one."""
    return list(ContactNumber.objects.select_for_update().filter(home=home, removed_on=None).order_by("pk"))


def _one_of(numbers: list[ContactNumber], contact_id: int) -> ContactNumber:
    found = next((each for each in numbers if each.pk == contact_id), None)
    if found is None:
        raise ContactNumber.DoesNotExist
    return found


def _clear_main(numbers: list[ContactNumber]) -> None:
    for number in numbers:
        if number.is_main:
            number.is_main = False
            number.save(update_fields=["is_main"])
