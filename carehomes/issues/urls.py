"""Addresses of issues."""

from django.urls import path

from carehomes.issues.views import issue, lists, raising, steps

app_name = "issues"

urlpatterns = [
    path("issues/", lists.issues, name="issues"),
    path("issues/list.csv", lists.issues_file, {"ending": "csv"}, name="issues_csv"),
    path("issues/list.xlsx", lists.issues_file, {"ending": "xlsx"}, name="issues_xlsx"),
    path("issues/raise/", raising.add, name="add"),
    path("issues/give/", raising.give, name="give"),
    path("issues/<int:pk>/", issue.issue, name="issue"),
    path("issues/<int:pk>/watch/", issue.watch, name="watch"),
    path("issues/<int:pk>/attach/", issue.attach, name="attach"),
    path("issues/<int:pk>/files/<int:file_pk>/", issue.file, name="file"),
    *(
        path(f"issues/<int:pk>/{what}/", issue.press, {"what": what}, name=what.replace("-", "_"))
        for what in issue.PRESSES
    ),
    path("issues/<int:pk>/step/<slug:what>/", steps.step, name="step"),
]
