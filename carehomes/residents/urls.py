"""Addresses of residents' pages."""

from django.http import HttpResponse
from django.urls import path

app_name = "residents"
urlpatterns = [
    path("residents/", HttpResponse, name="residents"),
    path("residents/<int:pk>/", HttpResponse, name="resident"),
]
