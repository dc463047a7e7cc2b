"""The base of every model on the wire."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ClientId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]


class WireModel(BaseModel):
    """A message or a part of one: immutable, and strict about unknown fields.

    An unknown field is refused, so that a typing error in a client is answered
    with ``wrong_field_type`` or ``missing_field`` instead of being ignored.

    Example:
        >>> class Greeting(WireModel):
        ...     text: str
        >>> Greeting(text="hello").model_dump()
        {'text': 'hello'}
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class Empty(WireModel):
    """A payload without fields."""
