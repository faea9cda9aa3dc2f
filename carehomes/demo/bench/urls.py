"""The product's addresses and one more: an empty page, which costs what every page costs before it shows anything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from carehomes import urls
from carehomes.access.permissions import ScopedRequest, open_to_members

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@open_to_members
def empty(request: ScopedRequest) -> HttpResponse:
    return render(request, "demo/empty.jinja")


urlpatterns = [path("empty/", empty, name="empty"), *urls.urlpatterns]
