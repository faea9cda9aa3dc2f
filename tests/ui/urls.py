"""Only the gallery."""

from django.urls import include, path

urlpatterns = [path("gallery/", include("carehomes.ui.urls"))]
