"""Uploading a register file."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from carehomes.directory.imports.layouts import LAYOUTS
from carehomes.ui import forms

RECOGNISE = ""
_MEGABYTE = 1024 * 1024


class UploadForm(forms.IdempotentForm):
    """A file, and what it cannot say itself."""

    file = forms.FileField(
        label="Register file",
        called="a register file",
        hint="As it was published: CSV or JSON lines, with or without .gz, or an Excel workbook (.xlsx)",
    )
    kind = forms.ChoiceField(
        label="What it is",
        display="select",
        required=False,
        choices=[(RECOGNISE, "Recognise it by its columns"), *((key, layout.name) for key, layout in LAYOUTS.items())],
    )
    as_of = forms.DateField(
        label="Date of the file",
        called="the date of the file",
        hint="Only where the file does not tell: a file of care homes is as old as its newest registration",
        required=False,
        past=True,
    )
    partial = forms.BooleanField(
        label="It holds only a part of the register: close no home that it lacks",
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        """Refuses what is larger than is ever read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // _MEGABYTE
            raise ValidationError(f"The file must be {most} MB or smaller. Publishers offer large files as .gz")
        return file

    @property
    def date_of_file(self) -> date | None:
        """What the person gave."""
        return self.cleaned_data["as_of"] or None
