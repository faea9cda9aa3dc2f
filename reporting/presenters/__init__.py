"""A report in words: as a page, as a file, and what its numbers mean."""

from reporting.presenters.cells import Cells, cells_of, counts_of, lasted
from reporting.presenters.definitions import SUPPRESSED, comparison, definition
from reporting.presenters.file import ReportFile
from reporting.presenters.page import PAGE, ReportPage

__all__ = [
    "PAGE",
    "SUPPRESSED",
    "Cells",
    "ReportFile",
    "ReportPage",
    "cells_of",
    "comparison",
    "counts_of",
    "definition",
    "lasted",
]
