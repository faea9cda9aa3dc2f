from django.urls import path

from carehomes.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<int:pk>/", views.open_notification, name="open"),
    path("notifications/read/", views.read_all, name="read_all"),
]
