"""What the log of readings says of a page: never a name, a substance or a document. It is read by people who see no resident,
and an erasure leaves it as it is.
"""

import pytest

from carehomes.access.models import ReadLog
from carehomes.deadlines import london_today
from carehomes.residents.models import Allergy, LegalDocument, Resident, ResidentState
from tests.conftest import ScopedClient
from tests.factories import home_of
from tests.residents.conftest import World
from tests.residents.pages import NUMBER, at

WORDS = ("Ivy", "Meadowsweet", "Larch", "Quince", "Penicillin", "DNACPR", NUMBER)
OF_RESIDENT = "resident history readings change stay room away leave death move put_right add_allergy check_allergies add_document"


def screens_of(resident: Resident) -> list[str]:
    return list(ReadLog.objects.filter(resident_id=resident.pk).values_list("screen", flat=True))


@pytest.mark.parametrize("name", OF_RESIDENT.split())
def test_a_page_stands_in_the_log_without_saying_who(priya: ScopedClient, ivy: Resident, name: str):
    priya.get(at(name, ivy.pk))
    assert_says_nobody(ivy)


def assert_says_nobody(resident: Resident) -> None:
    screens = screens_of(resident)
    assert screens
    assert not [(screen, word) for screen in screens for word in WORDS if word.lower() in screen.lower()]


@pytest.mark.parametrize(("name", "state"), [("back", ResidentState.IN_HOSPITAL), ("readmit", ResidentState.LEFT)])
def test_a_page_for_somebody_who_is_not_there_says_it_no_more(
    priya: ScopedClient, ivy: Resident, name: str, state: str
):
    Resident.objects.filter(pk=ivy.pk).update(state=state)
    priya.get(at(name, ivy.pk))
    assert_says_nobody(ivy)


def test_neither_do_allergies_documents_and_the_home_somebody_moves_to(
    priya: ScopedClient, world: World, ivy: Resident
):
    today = london_today()
    allergy = Allergy.objects.create(resident=ivy, home=ivy.home, substance="Penicillin", recorded_on=today)
    paper = LegalDocument.objects.create(resident=ivy, home=ivy.home, kind="dnacpr", dated_on=today, place="Office")
    other = home_of(world.pcn, name="Quince Lodge")
    for name, key in (
        ("remove_allergy", allergy.pk),
        ("document", paper.pk),
        ("end_document", paper.pk),
        ("move_to", other.pk),
    ):
        assert priya.get(at(name, ivy.pk, key)).status_code == 200, name
    assert_says_nobody(ivy)
    assert len(screens_of(ivy)) == 4
