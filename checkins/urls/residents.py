"""Addresses about residents who need someone: their nominations, what was measured and seen, and a home's order."""

from django.urls import path

from checkins.views import nomination, observations, priority, sbards, to_see

urlpatterns = [
    path("to-see/", to_see.to_see, name="to_see"),
    path("to-see/many/", to_see.many, name="many"),
    path("to-see/<int:pk>/", nomination.nomination, name="nomination"),
    path("to-see/<int:pk>/acknowledge/", to_see.acknowledge, name="acknowledge"),
    path("to-see/<int:pk>/triage/", nomination.triage, name="triage"),
    path("to-see/<int:pk>/seen/", nomination.seen, name="seen"),
    path("to-see/<int:pk>/defer/", nomination.defer, name="defer"),
    path("to-see/<int:pk>/agenda/", nomination.put_on_agenda, name="put_on_agenda"),
    path("to-see/<int:pk>/off-agenda/", nomination.take_off_agenda, name="take_off_agenda"),
    path("to-see/<int:pk>/withdraw/", to_see.withdraw, name="withdraw"),
    path("residents/<int:pk>/name/", nomination.name_resident, name="name_resident"),
    path("residents/<int:pk>/observations/", observations.observations, name="observations"),
    path("residents/<int:pk>/observations/add/", observations.add, name="add_observation"),
    path("residents/<int:pk>/observations/<int:observation_pk>/", observations.correct, name="correct_observation"),
    path("residents/<int:pk>/baseline/", observations.baseline, name="set_baseline"),
    path("residents/<int:pk>/soft-signs/", observations.soft_signs, name="add_soft_signs"),
    path("residents/<int:pk>/sbard/", sbards.add, name="add_sbard"),
    path("residents/<int:pk>/sbard/<int:sbard_pk>/", sbards.sbard, name="sbard"),
    path("residents/<int:pk>/sbard/<int:sbard_pk>/text/", sbards.as_text, name="sbard_text"),
    path("residents/<int:pk>/sbard/<int:sbard_pk>/decide/", sbards.decide, name="decide_sbard"),
    path("homes/<int:home_pk>/priority/", priority.priority, name="priority"),
    path("homes/<int:home_pk>/priority/agree/", priority.agree, name="agree_priority"),
]
