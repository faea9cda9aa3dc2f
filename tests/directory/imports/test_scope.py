"""Which homes a programme covers, by what CQC registers them for (seed row 004-18)."""

from carehomes.directory.rules import TESTING_PORTAL, Specialism, scope_of


def test_every_registered_care_home_is_in_scope_whomever_it_cares_for():
    for specialisms in ([], [Specialism.OLDER_PEOPLE], [Specialism.LEARNING_DISABILITIES], [Specialism.CHILDREN]):
        assert scope_of(with_nursing=False, without_nursing=True, specialisms=specialisms).eligible


def test_what_is_no_care_home_service_is_not_and_says_why():
    found = scope_of(with_nursing=False, without_nursing=False, specialisms=[Specialism.OLDER_PEOPLE])
    assert (found.eligible, found.reason) == (False, "Not registered as a care home, with or without nursing")


def test_the_testing_portal_took_homes_for_older_people_or_people_with_dementia():
    def answer(*specialisms: str) -> tuple[bool, str]:
        found = scope_of(with_nursing=True, without_nursing=False, specialisms=specialisms, programme=TESTING_PORTAL)
        return found.eligible, found.reason

    assert answer(Specialism.DEMENTIA, Specialism.YOUNGER_ADULTS) == (True, "")
    assert answer(Specialism.OLDER_PEOPLE) == (True, "")
    reason = "Not registered as caring for older people or people with dementia"
    assert answer(Specialism.MENTAL_HEALTH) == (False, reason)
    assert answer() == (False, reason)
