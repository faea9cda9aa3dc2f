"""Every field that can hold personal data is named for subject access and erasure, and every table about residents is searched."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from carehomes.access.personal import erased_value, is_history, named, our_models, personal_fields, tracked_model
from carehomes.access.tenancy import DataClass
from carehomes.residents.personal_data import ABOUT_RESIDENTS, linked_models, unlinked_models

KINDS = ("personal", "staff", "impersonal")
MODELS = [model for model in our_models() if not is_history(model) and model.data_class is not DataClass.REFERENCE]


def may_hold_personal_data(field: models.Field) -> bool:
    """Dates, words and lists that somebody fills. A time of writing is no fact about a person; a choice is one of our own words."""
    if isinstance(field, ArrayField):
        return not field.base_field.choices
    kinds = (models.CharField, models.TextField, models.DateField, models.JSONField)
    return isinstance(field, kinds) and not isinstance(field, models.DateTimeField) and not field.choices


def unnamed(model: type[models.Model]) -> set[str]:
    every = frozenset().union(*(named(model, kind) for kind in KINDS))
    return {field.name for field in model._meta.concrete_fields if may_hold_personal_data(field)} - every


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_that_can_hold_personal_data_is_named(model):
    assert not unnamed(model), f"{model._meta.label}: name these as one of {KINDS} (carehomes.access.personal)"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_named_is_a_field_and_named_once(model):
    names = [name for kind in KINDS for name in named(model, kind)]
    assert len(names) == len(set(names))
    assert set(names) <= {field.name for field in model._meta.concrete_fields}


def test_the_guard_sees_a_field_without_a_name(monkeypatch):
    patient = apps.get_model("residents", "Resident")
    monkeypatch.setattr(patient, "personal", patient.personal - {"usual_self"})
    assert unnamed(patient) == {"usual_self"}


def test_history_takes_the_names_of_its_model():
    history = [model for model in our_models() if is_history(model)]
    assert history
    for model in history:
        assert named(model, "personal") == named(tracked_model(model), "personal")


def test_every_table_that_speaks_of_residents_is_searched():
    """By its link, or, where its words are about a whole home, for the name; there is no third kind."""
    searched = {*linked_models(), *unlinked_models()}
    for model in our_models():
        columns = {field.column for field in model._meta.concrete_fields}
        if model.data_class in ABOUT_RESIDENTS or any("resident" in column for column in columns):
            assert model in searched, f"{model._meta.label} is about residents, and a subject access would not find it"
    for model in unlinked_models():
        assert "home" in {field.name for field in model._meta.concrete_fields}, model._meta.label


def test_every_personal_field_of_a_resident_has_a_neutral_value():
    for model in linked_models():
        for field in personal_fields(model):
            value = erased_value(model, field)
            assert not isinstance(value, str) or field.max_length is None or len(value) <= field.max_length, field
