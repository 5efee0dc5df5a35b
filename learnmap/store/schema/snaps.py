"""Access points: where a learning point joins a walk graph."""

from geoalchemy2 import WKBElement
from sqlalchemy import BigInteger, Double, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, finite, one_of, place, point_rule, rule


class SnapRow(Base):
    """How one point joins one build for one profile, or why it does not."""

    __tablename__ = "snaps"
    __table_args__ = (
        one_of("status", ("snapped", "too_far", "island")),
        rule("edge", "edge >= 0", "edge is 0 or more"),
        rule("fraction", "fraction BETWEEN 0 AND 1", "fraction is from 0 to 1"),
        finite("distance_m", "distance_m >= 0", "distance_m is 0 or more"),
        point_rule("access_point"),
        rule(
            "joined",
            "status <> 'snapped' OR num_nulls(edge, fraction, distance_m, access_point) = 0",
            "a snapped point has its edge, fraction, distance_m and access point",
        ),
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
    status: Mapped[str] = mapped_column(Text)
    edge: Mapped[int | None] = mapped_column(BigInteger)
    fraction: Mapped[float | None] = mapped_column(Double)
    distance_m: Mapped[float | None] = mapped_column(Double)
    access_point: Mapped[WKBElement | None] = mapped_column(place())
