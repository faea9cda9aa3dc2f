"""Addresses of the component gallery; included by the local settings' URLs only."""

from django.urls import path

from carehomes.ui import gallery

app_name = "gallery"

urlpatterns = [
    path("", gallery.components, name="components"),
    path("form/", gallery.form, name="form"),
    path("page/<slug:name>/", gallery.page, name="page"),
]
