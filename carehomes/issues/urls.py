"""Addresses of issues."""

from django.urls import path

from carehomes.issues.views import issue

app_name = "issues"

urlpatterns = [
    path("issues/<int:pk>/", issue.issue, name="issue"),
]
