"""All addresses. Every page needs a sign-in unless its view says otherwise (`outside_scope`); guard tests walk this list."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("carehomes.access.urls")),
    path("", include("carehomes.directory.urls")),
    path("", include("carehomes.residents.urls")),
    path("", include("carehomes.notifications.urls")),
    path("", include("carehomes.issues.urls")),
    path("", include("checkins.urls")),
    path("", include("reporting.urls")),
]
if settings.DEMO:
    from carehomes.ui import urls as gallery_urls

    urlpatterns += [path("gallery/", include(gallery_urls))]

handler400 = "carehomes.access.errors.bad_request"
handler403 = "carehomes.access.errors.forbidden"
handler404 = "carehomes.access.errors.not_found"
handler500 = "carehomes.access.errors.server_error"
