"""What the tests of the residents' pages type, send and read."""

import uuid

from django.urls import reverse

from carehomes.deadlines import london_today

NUMBER = "9997919076"


def parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def post(client, address, **data):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), **data})


def at(name, *args):
    return reverse(f"residents:{name}", args=args)


def text(answer):
    return answer.content.decode()


def arrival(**over):
    return {
        "given_name": "Ivy",
        "family_name": "Meadowsweet",
        **parts("date_of_birth", london_today().replace(year=1935, month=5, day=3)),
        "sex": "female",
        "number": "known",
        "nhs_number": "999 791 9076",
        **parts("arrived_on", london_today()),
        "kind": "permanent",
        "arrived_from": "hospital",
        "arrived_from_detail": "Northgate General",
        "room": "12",
        **over,
    }
