"""What is taught: categories, offerings and their dated sessions."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, code_rule, id_rule, names_rule, one_of, rule


class OfferingCategoryRow(Base):
    """A category of the city's own list."""

    __tablename__ = "offering_categories"
    __table_args__ = (code_rule(), names_rule())

    code: Mapped[str] = mapped_column(IdText, primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSONB)


class OfferingRow(Base):
    """What is taught, at a point, online or on the move."""

    __tablename__ = "offerings"
    __table_args__ = (
        id_rule(),
        names_rule(),
        one_of("mode", ("in_person", "online", "mobile")),
        rule(
            "place",
            "mode <> 'in_person' OR point_id IS NOT NULL",
            "an in_person offering has a point_id",
        ),
        rule("fee", "fee >= 0 AND fee <> 'NaN'::numeric", "fee is 0 or more"),
        rule("fee_currency", "fee_currency ~ '^[A-Z]{3}$'", "fee_currency has three letters"),
        rule(
            "ages",
            "age_from >= 0 AND age_to <= 130 AND age_from <= age_to",
            "age_from and age_to are from 0 to 130, in this order",
        ),
        rule("capacity", "capacity >= 1", "capacity is 1 or more"),
        Index(None, "point_id"),
        Index(None, "category"),
    )

    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    category: Mapped[str] = mapped_column(IdText, ForeignKey("offering_categories.code"))
    mode: Mapped[str] = mapped_column(Text)
    point_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("learning_points.id"))
    provider: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    fee: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    fee_currency: Mapped[str] = mapped_column(Text)
    age_from: Mapped[int | None] = mapped_column(SmallInteger)
    age_to: Mapped[int | None] = mapped_column(SmallInteger)
    capacity: Mapped[int | None] = mapped_column(Integer)
    schedule: Mapped[str | None] = mapped_column(Text)


class OfferingSessionRow(Base):
    """A dated meeting; one offering is never at two places at once."""

    __tablename__ = "offering_sessions"
    __table_args__ = (
        rule("times", "ends_at > starts_at", "a session ends after its start"),
        UniqueConstraint(
            "offering_id", "starts_at", "ends_at", "point_id", postgresql_nulls_not_distinct=True
        ),
        ExcludeConstraint(
            ("offering_id", "="),
            ("point_id", "<>"),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at")), "&&"),
            name="ex_offering_sessions_one_place_at_a_time",
            using="gist",
        ),
        Index(None, "point_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    offering_id: Mapped[str] = mapped_column(IdText, ForeignKey("offerings.id", ondelete="CASCADE"))
    starts_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    point_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("learning_points.id"))
