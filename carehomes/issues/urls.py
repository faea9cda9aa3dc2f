"""Addresses of issues."""

from django.urls import path

from carehomes.issues.views import due_policies, home, issue, lists, policies, raising, steps

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
    path("tell/", home.who, name="tell"),
    path("tell/<slug:about>/", home.what, name="tell_what"),
    path("tell/<slug:about>/<slug:key>/", home.send, name="tell_send"),
    path("is-it-done/", home.is_it_done, name="is_it_done"),
    path("escalation/", policies.policies, name="policies"),
    path("escalation/new/", policies.new, name="policy_new"),
    path("escalation/<int:pk>/", policies.policy, name="policy"),
    path("escalation/<int:pk>/edit/", policies.edit, name="policy_edit"),
    path("escalation/<int:pk>/publish/", policies.publish, name="policy_publish"),
    path("escalation/<int:pk>/discard/", policies.discard, name="policy_discard"),
    path("escalation/<int:pk>/succeed/", policies.succeed, name="policy_succeed"),
    path("due-times/", due_policies.due_policies, name="due_policies"),
    path("due-times/new/", due_policies.start, name="due_new"),
    path("due-times/<int:pk>/", due_policies.due_policy, name="due_policy"),
    path("due-times/<int:pk>/edit/", due_policies.edit, name="due_edit"),
    path("due-times/<int:pk>/publish/", due_policies.publish, name="due_publish"),
    path("due-times/<int:pk>/discard/", due_policies.discard, name="due_discard"),
    path("issues/<int:pk>/step/<slug:what>/", steps.step, name="step"),
]
