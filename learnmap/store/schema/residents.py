"""Where people live, with counts by age band."""

from geoalchemy2 import WKBElement
from sqlalchemy import (
    BigInteger,
    Boolean,
    Double,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, finite, id_rule, place, point_rule, rule


class DemandPointRow(Base):
    """A place where people live.

    Its `number` stands for it in the rule on ages, whose index is four times quicker over
    numbers than over texts.
    """

    __tablename__ = "demand_points"
    __table_args__ = (
        id_rule(),
        point_rule("place"),
        UniqueConstraint("number"),
        Index(None, "place", postgresql_using="gist"),
        Index(None, "source"),
    )

    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    place: Mapped[WKBElement] = mapped_column(place())
    source: Mapped[str] = mapped_column(Text)
    fictional: Mapped[bool] = mapped_column(Boolean)


class DemandCountRow(Base):
    """Residents of one age band at one place; bands of a place do not overlap."""

    __tablename__ = "demand_counts"
    __table_args__ = (
        rule(
            "ages",
            "age_from >= 0 AND (age_to IS NULL OR age_to >= age_from)",
            "age_from is 0 or more and age_to not below it",
        ),
        finite("residents", "residents >= 0", "residents is 0 or more and a number"),
        ExcludeConstraint(
            ("point_number", "="),
            (
                func.int4range(
                    literal_column("age_from"), literal_column("age_to"), literal_column("'[]'")
                ),
                "&&",
            ),
            name="ex_demand_counts_ages",
            using="gist",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    point_number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("demand_points.number", ondelete="CASCADE")
    )
    age_from: Mapped[int] = mapped_column(SmallInteger)
    age_to: Mapped[int | None] = mapped_column(SmallInteger)
    residents: Mapped[float] = mapped_column(Double)
