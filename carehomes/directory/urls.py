"""Addresses of the register. `search` has no namespace: the header of every page leads there."""

from django.urls import URLPattern, URLResolver, include, path

from carehomes.directory.views import home, homes, imports, organisations, people, relationships, search

_patterns: list[URLPattern | URLResolver] = [
    path("homes/", homes.homes, name="homes"),
    path("homes/file/", homes.homes_file, name="homes_file"),
    path("my-home/", homes.my_home, name="my_home"),
    path("homes/<int:pk>/", home.home, name="home"),
    path("homes/<int:home_pk>/people/", people.people, name="people"),
    path("homes/<int:home_pk>/numbers/add/", people.add_number, name="add_number"),
    path("homes/<int:home_pk>/numbers/<int:pk>/", people.number, name="number"),
    path("homes/<int:home_pk>/numbers/<int:pk>/remove/", people.remove_number, name="remove_number"),
    path("homes/<int:home_pk>/numbers/<int:pk>/put-back/", people.put_back_number, name="put_back_number"),
    path("homes/<int:home_pk>/numbers/<int:pk>/main/", people.make_main_number, name="make_main_number"),
    path("homes/<int:home_pk>/roles/add/", people.add_role, name="add_role"),
    path("homes/<int:home_pk>/roles/<int:pk>/", people.role, name="role"),
    path("homes/<int:home_pk>/roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("homes/<int:home_pk>/check-in-day/", people.schedule, name="schedule"),
    path("homes/<int:home_pk>/who-works-here/", relationships.relationships, name="relationships"),
    path("homes/<int:home_pk>/who-works-here/add/", relationships.add_relationship, name="add_relationship"),
    path("homes/<int:home_pk>/who-works-here/<int:pk>/", relationships.change_relationship, name="change_relationship"),
    path("homes/<int:home_pk>/who-works-here/<int:pk>/end/", relationships.end_relationship, name="end_relationship"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_pk>/leads/add/", organisations.add_leader, name="add_leader"),
    path("leads/<int:pk>/", organisations.leader, name="leader"),
    path("leads/<int:pk>/end/", organisations.end_leader, name="end_leader"),
    path("registers/", imports.imports, name="imports"),
    path("registers/upload/", imports.upload, name="upload_register"),
    path("registers/<int:pk>/", imports.one_import, name="import"),
    path("registers/<int:pk>/confirm/", imports.confirm, name="confirm_import"),
    path("registers/<int:pk>/withdraw/", imports.withdraw, name="withdraw_import"),
    path("registers/<int:pk>/<str:which>.csv", imports.download, name="import_list"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.find, name="search"),
    path("", include((_patterns, "directory"))),
]
