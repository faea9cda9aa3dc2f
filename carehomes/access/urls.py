"""The addresses of signing in, of who one is, and of who may see what."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from carehomes.access import personas_urls
from carehomes.access.views import home, pages, people
from carehomes.access.views.accepting import accept
from carehomes.access.views.sign_in import end_session

ours: list[URLPattern | URLResolver] = [
    path("switch/", home.switch, name="switch"),
    path("your-details/", home.details, name="details"),
    path("your-details/sessions/end/", end_session, name="end_session"),
    path("invitation/<str:token>/", accept, name="accept"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/resend/", people.resend, name="resend"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("people/<int:pk>/", people.membership, name="membership"),
    path("people/<int:pk>/end/", people.end, name="end_membership"),
    path("people/<int:pk>/restore/", people.restore, name="restore_membership"),
    path("who-may-see-what/", pages.matrix, name="matrix"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
if settings.DEMO:
    ours += personas_urls.urlpatterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("", include((ours, "access"))),
    path("account/", include("carehomes.access.account_urls")),
]
