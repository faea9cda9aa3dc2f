"""The addresses of signing in, of who one is, and of who may see what."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from carehomes.access.views import (
    accounts,
    addresses,
    home,
    invitations,
    organisations,
    pages,
    people,
    personas,
    reads,
)
from carehomes.access.views.accepting import accept
from carehomes.access.views.sign_in import end_session

ours: list[URLPattern | URLResolver] = [
    path("switch/", home.switch, name="switch"),
    path("your-details/", home.details, name="details"),
    path("your-details/address/confirm/", addresses.confirm_own, name="confirm_own_address"),
    path("your-details/sessions/end/", end_session, name="end_session"),
    path("invitation/<str:token>/", accept, name="accept"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/<int:pk>/resend/", invitations.resend, name="resend"),
    path("people/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("people/<int:pk>/", people.membership, name="membership"),
    path("people/<int:pk>/address/", addresses.address, name="address"),
    path("people/<int:pk>/address/confirm/", addresses.confirm, name="confirm_address"),
    path("people/<int:pk>/end/", people.end, name="end_membership"),
    path("people/<int:pk>/restore/", people.restore, name="restore_membership"),
    path("accounts/", accounts.find, name="find_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/address/", addresses.account_address, name="account_address"),
    path("accounts/<int:pk>/address/confirm/", addresses.confirm_account, name="confirm_account_address"),
    path("accounts/<int:pk>/close/", accounts.close, name="close_account"),
    path("accounts/<int:pk>/open/", accounts.reopen, name="open_account"),
    path("organisations/add/", organisations.add, name="add_organisation"),
    path("organisations/<int:pk>/keep/", organisations.keep, name="keep_organisation"),
    path("organisations/<int:pk>/rename/", organisations.rename, name="rename_organisation"),
    path("organisations/<int:pk>/links/add/", organisations.link, name="link_organisation"),
    path("organisations/<int:pk>/links/<int:link_pk>/end/", organisations.end_link, name="end_link"),
    path("organisations/<int:pk>/successor/", organisations.succeed, name="succeed_organisation"),
    path("organisations/<int:pk>/end/", organisations.end, name="end_organisation"),
    path(
        "organisations/<int:pk>/administrators/invite/", invitations.invite_administrator, name="invite_administrator"
    ),
    path(
        "organisations/<int:pk>/administrators/<int:invitation_pk>/resend/",
        invitations.resend_administrator,
        name="resend_administrator",
    ),
    path(
        "organisations/<int:pk>/administrators/<int:invitation_pk>/withdraw/",
        invitations.withdraw_administrator,
        name="withdraw_administrator",
    ),
    path("access-log/", reads.reads, name="reads"),
    path("access-log/file/", reads.reads_file, name="reads_file"),
    path("who-may-see-what/", pages.matrix, name="matrix"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
if settings.DEMO:
    ours.append(path("personas/", personas.personas, name="personas"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("", include((ours, "access"))),
    path("account/", include("carehomes.access.account_urls")),
]
