"""What the tests of the pages of check-ins open and read."""

from django.urls import reverse


def page(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def form(world) -> str:
    return reverse("checkins:check_in", args=[world.check_in.pk])
