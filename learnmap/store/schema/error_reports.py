"""What residents say is wrong with a learning point."""

import datetime as dt

from sqlalchemy import BigInteger, DateTime, Identity, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.model.error_reports import SUBJECTS
from learnmap.store.schema.base import Base, IdText, id_rule, one_of, rule


class ErrorReportRow(Base):
    """A report: of which point, what, and in whose hands; never from whom.

    The public's database role adds rows by a function, and can read none.
    """

    __tablename__ = "error_reports"
    __table_args__ = (
        id_rule("point_id"),
        one_of("what", SUBJECTS),
        rule("note", "length(note) <= 1000", "note has at most 1000 characters"),
        rule(
            "handled",
            "num_nulls(handled_at, handled_by, handled_note) IN (0, 3)",
            "a report that was handled has who did it, when, and a note; no other has any",
        ),
        rule(
            "handled_note",
            "length(handled_note) <= 1000",
            "handled_note has at most 1000 characters",
        ),
        Index("ix_error_reports_waiting", "id", postgresql_where=text("handled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    point_id: Mapped[str] = mapped_column(IdText)
    what: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    handled_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    handled_by: Mapped[str | None] = mapped_column(Text)
    handled_note: Mapped[str | None] = mapped_column(Text)
