"""Administrative areas with dated codes."""

import datetime as dt
from typing import Final

from geoalchemy2 import WKBElement
from sqlalchemy import (
    BigInteger,
    Date,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import (
    Base,
    IdText,
    id_rule,
    names_rule,
    one_of,
    place,
    rule,
    shape_rule,
)

LEVELS: Final = ("province", "city", "district", "street_town", "neighbourhood")
"""From large to small."""


class AreaRow(Base):
    """One area as it was from `valid_from` up to, not including, `valid_until`."""

    __tablename__ = "areas"
    __table_args__ = (
        id_rule("code"),
        names_rule(),
        one_of("level", LEVELS),
        shape_rule("geometry"),
        rule(
            "validity",
            "valid_until IS NULL OR valid_until > valid_from",
            "valid_until is after valid_from",
        ),
        rule(
            "parent",
            "parent_code IS NULL OR parent_code <> code",
            "an area is not its own parent",
        ),
        UniqueConstraint("code", "valid_from"),
        ExcludeConstraint(
            ("code", "="),
            (
                func.daterange(literal_column("valid_from"), literal_column("valid_until")),
                "&&",
            ),
            name="ex_areas_code_validity",
            using="gist",
        ),
        Index(None, "geometry", postgresql_using="gist"),
        Index(None, "parent_code"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    code: Mapped[str] = mapped_column(IdText)
    level: Mapped[str] = mapped_column(Text)
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    parent_code: Mapped[str | None] = mapped_column(IdText)
    valid_from: Mapped[dt.date] = mapped_column(Date)
    valid_until: Mapped[dt.date | None] = mapped_column(Date)
    geometry: Mapped[WKBElement] = mapped_column(place("MULTIPOLYGON"))
    source: Mapped[str] = mapped_column(Text)
