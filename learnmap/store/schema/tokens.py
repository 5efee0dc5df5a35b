"""Counters that tell a cache whether what it holds is still true."""

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base


class ChangeTokenRow(Base):
    """A counter that triggers raise with each change of the tables it stands for."""

    __tablename__ = "change_tokens"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
