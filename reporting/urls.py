from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("reports/", views.index, name="index"),
    path("reports/how-numbers-are-made/", views.definitions, name="definitions"),
    path("reports/<slug:key>/", views.report, name="report"),
    path("reports/<slug:key>/lines.csv", views.report_file, {"ending": "csv"}, name="csv"),
    path("reports/<slug:key>/lines.xlsx", views.report_file, {"ending": "xlsx"}, name="xlsx"),
]
