"""All of England: the open data of the CQC, the ODS and the councils, where it lies beside the project.

Set HOMEROUND_OPEN_DATA to the folder, or put it at ../shared/data.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from carehomes.access.models import Organisation, OrganisationSuccession
from carehomes.directory.models import CareHome, HomeRelationship
from tests.directory.imports.published import bring_in, rules

DATA = Path(os.environ.get("HOMEROUND_OPEN_DATA") or settings.BASE_DIR.parent / "shared" / "data")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.england,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (DATA / "cqc").is_dir(), reason="the open data is not here"),
]
COUNCILS = (
    "geo/uk_local_authorities_current.csv",
    "geo/local_authority_register_england_2018.tsv",
    "geo/lookup_ltla_ltla.csv",
    "geo/lookup_ltla23_utla23.csv",
)
ODS = (
    "ods/epraccur_2023-12.csv.gz",
    "ods/ePCN_2023.xlsx",
    "ods/consolidated_pharmaceutical_list_2023-24_q3.csv.gz",
    "ods/mapping_practice_pcn_ccg_stp_region_2021.csv.gz",
)
REGISTER = (
    "cqc/care_homes_england_2021-04.csv.gz",
    "cqc/latest_ratings_england_2021-02.csv.gz",
    "derived/care_homes_joined_2021.csv.gz",
)


def test_england():
    councils = bring_in("councils", *(DATA / name for name in COUNCILS))
    organisations = bring_in("ods", *(DATA / name for name in ODS))
    register = bring_in("register", *(DATA / name for name in REGISTER))

    assert councils.changes["councils"] == {"new": 365}
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert (kinds["ccg"], kinds["icb"], kinds["region"], kinds["pcn"]) == (106, 42, 7, 1329)
    assert (kinds["pharmacy"], kinds["care_provider"]) == (10_785, 7_197)
    assert OrganisationSuccession.objects.filter(predecessor__kind="ccg").count() == 106
    assert rules(organisations, "pcn_members") == {"unknown_practice": 3}

    assert register.changes["homes"] == {"new": 15_403}
    regions = Counter(CareHome.objects.values_list("region", flat=True))
    assert (regions["South East"], regions["South West"], regions["London"]) == (2_966, 2_026, 1_373)
    assert sum(regions.values()) == 15_403
    assert CareHome.objects.filter(registered_beds=0).count() == 6
    assert CareHome.objects.filter(specialisms__contains=["children"]).count() == 286
    assert CareHome.objects.filter(with_nursing=True, without_nursing=True).count() == 216
    assert rules(register, "ratings") == {
        "not_in_register": 158,
        "not_called_a_care_home": 2,
        "home_not_in_ratings": 719,
    }
    linked = Counter(HomeRelationship.objects.filter(ends_on=None).values_list("kind", flat=True))
    assert linked["local_authority"] == linked["commissioner"] == 15_403
    assert linked["provider"] == 14_684
    kent = Organisation.objects.get(gss_code="E10000016")
    assert kent.home_relationships.filter(kind="local_authority").count() == 538

    for which, names in (("councils", COUNCILS), ("ods", ODS), ("register", REGISTER)):
        assert bring_in(which, *(DATA / name for name in names)).changes == {}
    assert HomeRelationship.objects.count() == HomeRelationship.pgh_event_model.objects.count()
