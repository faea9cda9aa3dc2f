"""Where somebody without an account says whether they come to a round: the link in their e-mail. Opening it changes nothing."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from carehomes.access.look_ups import take
from carehomes.access.permissions import outside_scope
from carehomes.access.scopes import system_scope
from checkins.actions import round_people
from checkins.models import InvitationAnswer, RoundInvitation
from checkins.presenters.rounds import reply_facts
from checkins.queries.rounds import replying_to, takes_replies
from checkins.rounds.replies import invitation_of
from checkins.transitions import Refused

MOST, SECONDS = 10, 3600  # answers by one link in an hour
ANSWERS = (InvitationAnswer.YES, InvitationAnswer.NO)


@require_http_methods(["GET", "HEAD", "POST"])
@outside_scope
@never_cache
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """When and how, and yes or no. It shows no resident and no home; a scanner of e-mails that opens it answers nothing."""
    number = invitation_of(token)
    try:
        if number is None:
            raise RoundInvitation.DoesNotExist
        if request.method == "POST" and request.POST.get("answer") in ANSWERS:
            if not take(f"round-reply:{number}", MOST, SECONDS):
                return _page(request, number, too_often=True)
            round_people.reply(invitation_id=number, answer=request.POST["answer"], now=timezone.now())
        return _page(request, number)
    except RoundInvitation.DoesNotExist:
        return render(request, "checkins/rounds/reply_gone.jinja", status=HTTPStatus.NOT_FOUND)
    except Refused:
        return render(request, "checkins/rounds/reply_gone.jinja", {"begun": True}, status=HTTPStatus.GONE)


def _page(request: HttpRequest, number: int, *, too_often: bool = False) -> HttpResponse:
    with system_scope("invitation opened by its link"):
        invitation = replying_to(number)
        if not takes_replies(invitation.round, timezone.now()):
            raise Refused("The meeting has begun, or is not held.")
        context: dict[str, Any] = {
            "answer": invitation.answer,
            "facts_list": reply_facts(invitation.round),
            "too_often": too_often,
        }
    status = HTTPStatus.TOO_MANY_REQUESTS if too_often else HTTPStatus.OK
    return render(request, "checkins/rounds/reply.jinja", context, status=status)
