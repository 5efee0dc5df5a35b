"""Kinds of learning point."""

from sqlalchemy import ARRAY, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, Json, code_rule, rule


class KindRow(Base):
    """A kind; `shipped` is what learnmap came with, to tell whether a city edited it."""

    __tablename__ = "kinds"
    __table_args__ = (
        code_rule(),
        rule(
            "maps",
            "maps <@ ARRAY['learning', 'elderly', 'humanities']",
            "maps holds learning, elderly and humanities only",
        ),
        rule("colour", "colour ~ '^#[0-9a-f]{6}$'", "colour is #rrggbb in lower case"),
        rule("label", "zh <> '' OR en <> ''", "a label is given in zh or en"),
    )

    code: Mapped[str] = mapped_column(IdText, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    maps: Mapped[list[str]] = mapped_column(ARRAY(Text))
    colour: Mapped[str] = mapped_column(Text)
    shipped: Mapped[Json | None] = mapped_column(JSONB)
