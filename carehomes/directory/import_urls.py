"""Addresses of the register imports, below /registers/ in the namespace `directory`."""

from django.urls import path

from carehomes.directory import import_views as views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("upload/", views.upload, name="upload_register"),
    path("<int:pk>/", views.one_import, name="import"),
    path("<int:pk>/confirm/", views.confirm, name="confirm_import"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw_import"),
    path("<int:pk>/<str:which>.csv", views.download, name="import_list"),
]
