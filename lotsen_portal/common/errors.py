"""The one exception whose message a person may read."""


class DomainError(Exception):
    """A rule of the domain says no; the message is a sentence for the person.

    `field` names the form field that the sentence belongs to, if there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
