"""The addresses of signing in, of who one is, and of who may see what."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from carehomes.access import personas_urls
from carehomes.access.views import home, pages
from carehomes.access.views.sign_in import end_session

ours: list[URLPattern | URLResolver] = [
    path("switch/", home.switch, name="switch"),
    path("your-details/", home.details, name="details"),
    path("your-details/sessions/end/", end_session, name="end_session"),
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
