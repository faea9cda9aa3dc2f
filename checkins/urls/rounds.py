"""Addresses of home rounds and MDT meetings."""

from django.urls import path

from checkins.views import round_calendars, round_changes, round_replies, round_session, rounds

urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/weeks/", rounds.weeks, name="round_weeks"),
    path("rounds/new/", rounds.choose_home, name="round_for"),
    path("rounds/calendar/", round_calendars.calendar, name="round_calendar"),
    path("rounds/feed/<str:token>.ics", round_calendars.feed, name="round_feed"),
    path("rounds/reply/<str:token>/", round_replies.reply, name="round_reply"),
    path("homes/<int:home_pk>/rounds/new/", rounds.convene, name="convene"),
    path("rounds/<int:pk>/", round_session.round_page, name="round"),
    path("rounds/<int:pk>/agenda/", round_session.agenda, name="round_agenda"),
    path("rounds/<int:pk>/minutes/", round_session.minutes, name="round_minutes"),
    path("rounds/<int:pk>/step/", round_session.step, name="round_step"),
    path("rounds/<int:pk>/end/", round_session.end, name="round_end"),
    path("rounds/<int:pk>/refresh/", round_session.refresh, name="round_refresh"),
    path("rounds/<int:pk>/plan/", round_changes.plan, name="round_plan"),
    path("rounds/<int:pk>/cancel/", round_changes.cancel, name="round_cancel"),
    path("rounds/<int:pk>/order/", round_changes.order, name="round_order"),
    path("rounds/<int:pk>/add/", round_changes.add_resident, name="round_add"),
    path("rounds/<int:pk>/people/", round_changes.people, name="round_people"),
    path("rounds/<int:pk>/people/<int:invitation_pk>/take-back/", round_changes.take_back, name="round_take_back"),
    path("rounds/<int:pk>/attendance/", round_changes.attendance, name="round_attendance"),
    path("rounds/<int:pk>/answer/", round_changes.answer, name="round_answer"),
    path("rounds/<int:pk>/addendum/", round_changes.addendum, name="round_addendum"),
    path("rounds/<int:pk>/residents/<int:item_pk>/", round_session.card, name="round_card"),
    path("rounds/<int:pk>/residents/<int:item_pk>/draft/", round_session.draft, name="round_draft"),
    path("rounds/<int:pk>/residents/<int:item_pk>/now/", round_session.take_now, name="round_now"),
    path("rounds/<int:pk>/residents/<int:item_pk>/put-off/", round_changes.put_off, name="round_put_off"),
    path("rounds/<int:pk>/residents/<int:item_pk>/take-off/", round_changes.take_off, name="round_take_off"),
]
