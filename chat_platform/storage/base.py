"""The declarative base that every table of the platform hangs on."""

from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of all tables; `Base.metadata` is the whole schema."""
