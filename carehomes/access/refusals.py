"""What an action could not do, in words for the person who asked."""


class RefusedError(Exception):
    """The action changed nothing. `field`: the field of the form that the words belong to, or None for the whole form."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.field = field
