"""A hand-over in words: on the page, and as text that another system takes."""

from datetime import datetime

from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import born, number
from carehomes.ui import formats
from checkins.models import Sbard
from checkins.presenters.clinical import ClinicalPage
from checkins.queries.clinical import Clinical


def first_words(resident: Resident, clinical: Clinical, now: datetime) -> dict[str, str]:
    """What a new hand-over begins with: what is usual for them, and the newest measurements. The rest is for whoever writes."""
    page = ClinicalPage(resident, clinical, now)
    background = f"Normal: {resident.usual_self}" if resident.usual_self else ""
    if not clinical.observations:
        return {"background": background}
    cells = page.readings[0].cells
    words, against = page.headline
    names = [str(column["label"]) for column in page.columns]
    values = ", ".join(f"{name} {value}" for name, value in zip(names[2:], cells[2:], strict=True))
    signs = "".join(f" Soft signs: {each['words']}. {each['different']}" for each in page.signs[:1])
    return {"background": background, "assessment": f"NEWS2 {words} {against} {values}.{signs}"}


def sbard_parts(sbard: Sbard) -> list[tuple[str, str, str]]:
    """Letter, title and words of each part; what nobody wrote is said to be so."""
    decided = f" {sbard.decided_by_name}, {formats.day_clock(sbard.decided_at)}" if sbard.decision else ""
    return [
        ("S", "Situation", sbard.situation),
        ("B", "Background", sbard.background or "Nothing written"),
        ("A", "Assessment", sbard.assessment or "Nothing written"),
        ("R", "Recommendation", sbard.recommendation or "Nothing written"),
        ("D", "Decision", f"{sbard.decision}\n{decided.strip()}" if sbard.decision else "None yet"),
    ]


def sbard_text(resident: Resident, sbard: Sbard) -> str:
    """The whole hand-over as plain text: who it is about first, who wrote it last."""
    day = formats.in_london(sbard.recorded_at).date()
    who = f"{resident.name}, born {born(resident, day)}, NHS number {number(resident)}, {resident.home.name}"
    body = "\n".join(f"{title}: {words}" for _, title, words in sbard_parts(sbard))
    told = f"Told: {sbard.handed_to}\n" if sbard.handed_to else ""
    by = f"{sbard.recorded_by_name}, {sbard.recorded_by_organisation_name}, {formats.moment(sbard.recorded_at)}"
    return f"SBARD hand-over\n{who}\n\n{body}\n\n{told}Written by {by}\n"
