"""The hazard log is complete: every control names a test that exists, and no hazard grows by its controls."""

import pytest
import yaml
from django.conf import settings

HAZARDS = yaml.safe_load((settings.BASE_DIR / "docs/clinical-safety/hazards.yml").read_text())


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_a_hazard_is_controlled_by_tests_that_exist(hazard):
    assert hazard["controls"]
    for control in hazard["controls"]:
        assert (settings.BASE_DIR / control["test"]).exists(), control["test"]
    before, after = (each["severity"] * each["likelihood"] for each in (hazard["before"], hazard["after"]))
    assert after < before


def test_ids_are_unique():
    assert len({hazard["id"] for hazard in HAZARDS}) == len(HAZARDS)
