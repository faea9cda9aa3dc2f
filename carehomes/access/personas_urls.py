"""The address of the demonstration's page of personas. Included only where `settings.DEMO` is true."""

from django.urls import path

from carehomes.access.personas_views import personas

urlpatterns = [path("personas/", personas, name="personas")]
