"""Columns of files by source, as the last import of each took them."""

import datetime as dt

from sqlalchemy import BigInteger, DateTime, ForeignKey, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, Json, rule


class ColumnMappingRow(Base):
    """What the columns of one source's files of one kind of records were taken for."""

    __tablename__ = "column_mappings"
    __table_args__ = (
        rule("what", "what ~ '^[a-z][a-z_]{0,63}$'", "what is a word such as points"),
        rule("source", "btrim(source) <> ''", "a source is named"),
        rule(
            "mapping",
            "coalesce(jsonb_typeof(mapping -> 'columns'), '') = 'object'",
            "mapping has columns",
        ),
        rule("set_by", "btrim(set_by) <> ''", "an actor is named"),
    )

    what: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    mapping: Mapped[Json] = mapped_column(JSONB)
    import_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("imports.id"))
    set_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    set_by: Mapped[str] = mapped_column(Text)
