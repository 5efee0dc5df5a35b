"""Catchments, and the inputs that each set of bands was computed from."""

import datetime as dt

from geoalchemy2 import WKBElement
from sqlalchemy import (
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, finite, place, rule, shape_rule


class CatchmentInputRow(Base):
    """What the bands of one point and profile were computed from.

    A run compares `input_key` with what it would compute from now, and leaves equal ones.
    """

    __tablename__ = "catchment_inputs"
    __table_args__ = (
        rule("input_key", "input_key <> ''", "input_key is not empty"),
        Index(None, "point_id"),
    )

    build_hash: Mapped[str] = mapped_column(
        IdText, ForeignKey("network_builds.content_hash", ondelete="CASCADE"), primary_key=True
    )
    point_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("learning_points.id", ondelete="CASCADE"), primary_key=True
    )
    profile: Mapped[str] = mapped_column(
        IdText, ForeignKey("walk_profiles.code", ondelete="CASCADE"), primary_key=True
    )
    input_key: Mapped[str] = mapped_column(Text)
    computed_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )


class CatchmentRow(Base):
    """The polygon of one band; it goes when its input goes."""

    __tablename__ = "catchments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["build_hash", "point_id", "profile"],
            [
                "catchment_inputs.build_hash",
                "catchment_inputs.point_id",
                "catchment_inputs.profile",
            ],
            ondelete="CASCADE",
        ),
        rule("cutoff_s", "cutoff_s > 0", "cutoff_s is over 0"),
        finite("area_m2", "area_m2 > 0", "area_m2 is over 0"),
        shape_rule("geometry"),
        Index(None, "geometry", postgresql_using="gist"),
    )

    build_hash: Mapped[str] = mapped_column(IdText, primary_key=True)
    point_id: Mapped[str] = mapped_column(IdText, primary_key=True)
    profile: Mapped[str] = mapped_column(IdText, primary_key=True)
    cutoff_s: Mapped[int] = mapped_column(Integer, primary_key=True)
    area_m2: Mapped[float] = mapped_column(Double)
    geometry: Mapped[WKBElement] = mapped_column(place("MULTIPOLYGON"))
