"""What all factories are made of."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model
from factory.django import DjangoModelFactory


class ModelFactory[Row: Model](DjangoModelFactory[Row]):
    """A factory; called, it stores a row and returns it."""

    if TYPE_CHECKING:
        # The library's metaclass does so, which it tells no type checker.
        def __new__(cls, **values: Any) -> Row: ...  # type: ignore[misc]
