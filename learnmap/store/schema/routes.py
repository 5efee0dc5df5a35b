"""Walking routes and their ordered stops."""

from geoalchemy2 import WKBElement
from sqlalchemy import Boolean, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import (
    SCHEMA,
    Base,
    IdText,
    id_rule,
    names_rule,
    place,
    rule,
    shape_rule,
)


class WalkingRouteRow(Base):
    """A themed walk; `line` is its way where the source has one."""

    __tablename__ = "walking_routes"
    __table_args__ = (
        id_rule(),
        names_rule(),
        rule("theme", f"{SCHEMA}.is_texts(theme)", "theme is an object of texts by language"),
        shape_rule("line"),
        rule(
            "line_type",
            "public.st_geometrytype(line) IN ('ST_LineString', 'ST_MultiLineString')",
            "line is a LineString or MultiLineString",
        ),
        rule("source", "source <> ''", "a source is named"),
        Index(None, "line", postgresql_using="gist"),
    )

    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    theme: Mapped[dict[str, str]] = mapped_column(JSONB)
    line: Mapped[WKBElement | None] = mapped_column(place("GEOMETRY"))
    source: Mapped[str] = mapped_column(Text)
    fictional: Mapped[bool] = mapped_column(Boolean)


class RouteStopRow(Base):
    """One learning point on a route."""

    __tablename__ = "route_stops"
    __table_args__ = (
        rule("position", "position >= 1", "position is 1 or more"),
        rule("dwell_min", "dwell_min BETWEEN 0 AND 600", "dwell_min is from 0 to 600"),
        Index(None, "point_id"),
    )

    route_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("walking_routes.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    point_id: Mapped[str] = mapped_column(IdText, ForeignKey("learning_points.id"))
    dwell_min: Mapped[int] = mapped_column(SmallInteger)
