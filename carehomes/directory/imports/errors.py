"""The one thing that an import says when it takes nothing from a file."""


class ImportRefusedError(Exception):
    """The file cannot be read as a register, or must not be. The text is one sentence for people; nothing was changed."""


class ImportBusyError(ImportRefusedError):
    """Another import is running: this one has not been tried."""
