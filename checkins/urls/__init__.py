"""Addresses of check-ins, of the residents who need someone, and of the coverage of the week."""

from django.urls import include, path

from checkins.views import (
    afterwards,
    beforehand,
    calendar,
    caseload,
    check_in,
    coverage,
    finishing,
    form_versions,
    history,
    newcomers,
    retry_policies,
    signposting,
    this_week,
)

app_name = "checkins"

urlpatterns = [
    path("this-week/", this_week.this_week, name="this_week"),
    path("this-week/list.csv", this_week.this_week_file, name="this_week_file"),
    path("homes/<int:home_pk>/check-in/", check_in.start, name="start"),
    path("homes/<int:home_pk>/check-ins/", history.of_home, name="of_home"),
    path("homes/<int:home_pk>/signposts/", signposting.signposts, name="signposts"),
    path("homes/<int:home_pk>/signposts/add/", signposting.add, name="add_signpost"),
    path("signposts/<int:pk>/answer/", signposting.answer, name="answer_signpost"),
    path("check-ins/<int:pk>/", check_in.check_in, name="check_in"),
    path("check-ins/<int:pk>/draft/", check_in.draft, name="draft"),
    path("check-ins/<int:pk>/newcomer/", newcomers.newcomer, name="newcomer"),
    path("check-ins/<int:pk>/naming/", check_in.naming, name="naming"),
    path("check-ins/<int:pk>/beforehand/", beforehand.beforehand, name="beforehand"),
    path("check-ins/<int:pk>/beforehand/draft/", beforehand.draft, name="beforehand_draft"),
    path("check-ins/<int:pk>/add/", afterwards.add, name="add"),
    path("check-ins/<int:pk>/put-right/<slug:section>/", afterwards.put_right, name="put_right"),
    path("check-ins/<int:pk>/record/", check_in.record, name="record"),
    path("check-ins/<int:pk>/confirm/", finishing.confirm, name="confirm"),
    path("check-ins/<int:pk>/stop/", finishing.stop, name="stop"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload/<uuid:key>/undo/", caseload.undo, name="undo_caseload"),
    path("check-in-form/", form_versions.versions, name="form_versions"),
    path("check-in-form/<int:number>/", form_versions.version, name="form_version"),
    path("check-in-form/general/", form_versions.give_up, name="form_give_up"),
    path("check-in-form/general/<int:number>/", form_versions.general, name="form_general"),
    path("check-in-form/draft/", form_versions.draft, name="form_draft"),
    path("check-in-form/draft/publish/", form_versions.publish, name="form_publish"),
    path("check-in-form/draft/discard/", form_versions.discard, name="form_discard"),
    path("check-in-form/draft/sections/", form_versions.section, name="form_section_add"),
    path("check-in-form/draft/sections/<slug:key>/", form_versions.section, name="form_section"),
    path(
        "check-in-form/draft/sections/<slug:section_key>/questions/", form_versions.question, name="form_question_add"
    ),
    path("check-in-form/draft/sections/<slug:section_key>/<slug:key>/", form_versions.question, name="form_question"),
    path("unanswered-calls/", retry_policies.policies, name="retry_policies"),
    path("unanswered-calls/new/", retry_policies.start, name="retry_new"),
    path("unanswered-calls/<int:pk>/", retry_policies.policy, name="retry_policy"),
    path("unanswered-calls/<int:pk>/edit/", retry_policies.edit, name="retry_edit"),
    path("unanswered-calls/<int:pk>/publish/", retry_policies.publish, name="retry_publish"),
    path("unanswered-calls/<int:pk>/discard/", retry_policies.discard, name="retry_discard"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/weeks/", coverage.coverage_weeks, name="coverage_weeks"),
    path("coverage/homes.csv", coverage.coverage_file, name="coverage_file"),
    path("", include("checkins.urls.rounds")),
    path("", include("checkins.urls.residents")),
]
