"""Rows of files that have no place yet: somebody puts each on the map by hand."""

import datetime as dt
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Identity, Index, Integer, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, Json, id_rule, one_of, rule

UNPLACED_STATES: Final = ("waiting", "placed", "discarded")


class UnplacedPointRow(Base):
    """A learning point as a file has it, without a place.

    `candidates` are places that its address or name may mean. One that is placed became the
    learning point of its id; one that was discarded says why.
    """

    __tablename__ = "unplaced_points"
    __table_args__ = (
        id_rule("point_id"),
        rule(
            "record",
            "jsonb_typeof(record) = 'object' AND record ->> 'id' = point_id"
            " AND NOT record ?| ARRAY['longitude', 'latitude']",
            "record is the learning point of this id, without a place",
        ),
        rule("candidates", "jsonb_typeof(candidates) = 'array'", "candidates is a list"),
        rule(
            "file_sha256",
            "file_sha256 ~ '^[0-9a-f]{64}$'",
            "file_sha256 has 64 hexadecimal digits",
        ),
        rule("line", "line >= 0", "line is 0 or more"),
        rule("listed_by", "btrim(listed_by) <> ''", "an actor is named"),
        one_of("state", UNPLACED_STATES),
        rule(
            "settled",
            "num_nulls(state_by, state_at)"
            " = CASE WHEN state IN ('placed', 'discarded') THEN 0 ELSE 2 END",
            "a row that waits no more has who settled it and when, and no other has",
        ),
        rule(
            "reason",
            "(state = 'discarded') = (reason IS NOT NULL)"
            " AND coalesce(reason, 'none') ~ '[^[:space:]]'",
            "a discarded row, and no other, says why",
        ),
        Index(
            "uq_unplaced_points_one_waiting",
            "point_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    point_id: Mapped[str] = mapped_column(IdText)
    record: Mapped[Json] = mapped_column(JSONB)
    candidates: Mapped[list[Any]] = mapped_column(JSONB)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    line: Mapped[int] = mapped_column(Integer)
    listed_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    listed_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=text("'waiting'"))
    state_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    state_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
