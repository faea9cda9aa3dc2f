"""What was measured and seen of a resident, for their page: one statement for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet

from carehomes.access.prepared import Given, Prepared
from carehomes.directory.queries.together import rebuilt, together
from carehomes.residents.models import Resident
from checkins.models import Baseline, Observation, Sbard, SoftSigns, Vitals

NEWEST = 7  # as many as a chart of a page's width can show with its numbers
_WHO = ("id", "resident_id", "home_id", "recorded_at", "recorded_by_name", "recorded_by_organisation_name")
_VITALS = (*_WHO, *(field.name for field in Vitals._meta.get_fields() if field.name not in {*_WHO, "resident", "home"}))
_NAMES = {
    Observation: (*_VITALS, "taken_at", "taken_by", "corrects_id", "correction_reason"),
    Baseline: (*_VITALS, "valid_from", "said_by"),
    SoftSigns: (*_WHO, "signs", "different", "noticed_at", "noticed_by", "nomination_id"),
    Sbard: (*_WHO, "situation", "handed_to", "decision", "decided_by_name", "decided_at"),
}


@dataclass(frozen=True, slots=True)
class Clinical:
    """The newest of each, newest first. Superseded and taken-back observations are left out; the list of all keeps them."""

    observations: Sequence[Observation] = ()
    baseline: Baseline | None = None
    soft_signs: Sequence[SoftSigns] = ()
    sbards: Sequence[Sbard] = ()

    @property
    def newest(self) -> Observation | None:
        return next(iter(self.observations), None)


def clinical_of(resident_id: int) -> Clinical:
    """Everything that the page shows. One query."""
    row = next(iter(_CLINICAL.tuples(resident=resident_id)), None)
    if row is None:
        return Clinical()
    observations, baselines, soft_signs, sbards = row
    return Clinical(
        observations=_made(Observation, observations),
        baseline=next(iter(_made(Baseline, baselines)), None),
        soft_signs=_made(SoftSigns, soft_signs),
        sbards=_made(Sbard, sbards),
    )


def _clinical() -> "QuerySet[Resident, Any]":
    mine = {"resident_id": OuterRef("pk")}
    rows = {
        "observations": measured(Observation.objects.filter(**mine, corrected_by=None)).order_by("-taken_at")[:NEWEST],
        "baselines": Baseline.objects.filter(**mine).order_by("-valid_from", "-pk")[:1],
        "soft_signs": SoftSigns.objects.filter(**mine).order_by("-noticed_at")[:3],
        "sbards": Sbard.objects.filter(**mine).order_by("-recorded_at")[:3],
    }
    annotated = {f"{name}_found": together(found, _NAMES[found.model]) for name, found in rows.items()}
    return Resident.objects.filter(pk=Given("resident")).annotate(**annotated).values_list(*annotated)


_CLINICAL = Prepared(_clinical)


def _made(model: Any, found: Sequence[dict[str, Any]]) -> list[Any]:
    return [rebuilt(model, row) for row in found]


def measured(rows: "QuerySet[Observation]") -> "QuerySet[Observation]":
    """Without those that were taken back: corrections with nothing measured."""
    return rows.exclude(
        corrects__isnull=False,
        respiration_rate=None,
        spo2=None,
        on_oxygen=None,
        systolic_bp=None,
        diastolic_bp=None,
        pulse=None,
        acvpu="",
        temperature=None,
    )


def all_observations(resident_id: int) -> "QuerySet[Observation]":
    """Every set, the newest first, with the row that succeeded it, if any."""
    rows = Observation.objects.filter(resident_id=resident_id).annotate(succeeded_by=F("corrected_by__id"))
    return rows.order_by("-taken_at", "-pk")


def all_baselines(resident_id: int) -> "QuerySet[Baseline]":
    """Every baseline, the newest first."""
    return Baseline.objects.filter(resident_id=resident_id).order_by("-valid_from", "-pk")
