"""Learning points."""

import datetime as dt

from geoalchemy2 import WKBElement
from sqlalchemy import (
    BigInteger,
    Boolean,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import (
    SCHEMA,
    Base,
    IdText,
    id_rule,
    names_rule,
    one_of,
    place,
    point_rule,
    rule,
)


class LearningPointRow(Base):
    """A place where residents learn.

    A trigger keeps `version` and `updated_at`; `area_id`, the smallest area around the site,
    is derived and does not count as a change of the point.
    """

    __tablename__ = "learning_points"
    __table_args__ = (
        id_rule(),
        names_rule(),
        point_rule("site"),
        point_rule("entrance"),
        one_of("accessibility", ("step_free", "partly", "steps", "unknown")),
        one_of("status", ("open", "temporarily_closed", "closed", "planned")),
        one_of("source_datum", ("wgs84", "cgcs2000", "gcj02", "bd09")),
        rule(
            "designation_year",
            "designation_year BETWEEN 1900 AND 2200",
            "designation_year is from 1900 to 2200",
        ),
        rule("version", "version >= 1", "version is 1 or more"),
        rule("source", "source <> ''", "a source is named"),
        Index(None, "site", postgresql_using="gist"),
        Index(None, "kind"),
        Index(None, "area_id"),
        Index(
            "ix_learning_points_find",
            literal_column(f"{SCHEMA}.find_text(id, search)").label("find"),
            postgresql_using="gin",
            postgresql_ops={"find": "gin_trgm_ops"},
        ),
        Index(None, "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )

    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    kind: Mapped[str] = mapped_column(IdText, ForeignKey("kinds.code"))
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    site: Mapped[WKBElement] = mapped_column(place())
    entrance: Mapped[WKBElement | None] = mapped_column(place())
    designation: Mapped[str | None] = mapped_column(Text)
    designation_year: Mapped[int | None] = mapped_column(SmallInteger)
    address: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    website: Mapped[str | None] = mapped_column(Text)
    opening_hours: Mapped[str | None] = mapped_column(Text)
    opening_hours_note: Mapped[str | None] = mapped_column(Text)
    accessibility: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    assured_date: Mapped[dt.date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(Text)
    source_datum: Mapped[str] = mapped_column(Text)
    fictional: Mapped[bool] = mapped_column(Boolean)
    area_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("areas.id", ondelete="SET NULL")
    )
    search: Mapped[str] = mapped_column(
        Text,
        Computed(f"{SCHEMA}.search_text(names, address)", persisted=True),
    )
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    created_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
