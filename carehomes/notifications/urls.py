from django.urls import path

from carehomes.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<int:pk>/", views.open_notification, name="open"),
    path("notifications/<int:pk>/mark/", views.mark, name="mark"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("your-details/notifications/", views.settings, name="settings"),
    path("your-details/notifications/undo/", views.undo_settings, name="undo_settings"),
    path("email-delivery/", views.delivery, name="delivery"),
]
