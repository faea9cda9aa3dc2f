"""Addresses of the pages about residents. None holds a name or an NHS number."""

from django.urls import path

from carehomes.residents.views import listing, moving, person, place, record, safety

app_name = "residents"
urlpatterns = [
    path("residents/", listing.residents, name="residents"),
    path("residents/find/", listing.find, name="find"),
    path("residents/export/", listing.export, name="export"),
    path("homes/<int:home_pk>/residents/", listing.of_home, name="of_home"),
    path("homes/<int:home_pk>/residents/add/", person.add, name="add"),
    path("residents/<int:pk>/", record.resident, name="resident"),
    path("residents/<int:pk>/history/", record.history, name="history"),
    path("residents/<int:pk>/readings/", record.readings, name="readings"),
    path("residents/<int:pk>/change/", person.change, name="change"),
    path("residents/<int:pk>/stay/", place.stay, name="stay"),
    path("residents/<int:pk>/room/", place.room, name="room"),
    path("residents/<int:pk>/away/", place.away, name="away"),
    path("residents/<int:pk>/back/", place.back, name="back"),
    path("residents/<int:pk>/leave/", place.leave, name="leave"),
    path("residents/<int:pk>/death/", place.death, name="death"),
    path("residents/<int:pk>/readmit/", place.readmit, name="readmit"),
    path("residents/<int:pk>/put-right/", place.put_right, name="put_right"),
    path("residents/<int:pk>/move/", moving.move, name="move"),
    path("residents/<int:pk>/move/<int:home_pk>/", moving.move_to, name="move_to"),
    path("residents/<int:pk>/undo-move/", moving.undo_move, name="undo_move"),
    path("residents/<int:pk>/allergies/add/", safety.add_allergy, name="add_allergy"),
    path("residents/<int:pk>/allergies/check/", safety.check_allergies, name="check_allergies"),
    path("residents/<int:pk>/allergies/<int:allergy_pk>/remove/", safety.remove_allergy, name="remove_allergy"),
    path("residents/<int:pk>/documents/add/", safety.add_document, name="add_document"),
    path("residents/<int:pk>/documents/<int:document_pk>/", safety.document, name="document"),
    path("residents/<int:pk>/documents/<int:document_pk>/end/", safety.end_document, name="end_document"),
]
