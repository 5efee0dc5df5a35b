"""Walking routes and their ordered stops."""

import datetime as dt

from geoalchemy2 import WKBElement
from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    func,
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
    place,
    rule,
    shape_rule,
)


class WalkingRouteRow(Base):
    """A themed walk; `line` is its way where the source has one.

    `version` is one more with every change of the route or its stops. A retired route is kept,
    and is on no map any more.
    """

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
        rule("version", "version >= 1", "version is 1 or more"),
        rule(
            "retired",
            "(retired_at IS NULL) = (retired_by IS NULL)",
            "a retired route has who retired it and when",
        ),
        Index(None, "line", postgresql_using="gist"),
    )

    id: Mapped[str] = mapped_column(IdText, primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    theme: Mapped[dict[str, str]] = mapped_column(JSONB)
    line: Mapped[WKBElement | None] = mapped_column(place("GEOMETRY"))
    source: Mapped[str] = mapped_column(Text)
    fictional: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    updated_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    updated_by: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    retired_by: Mapped[str | None] = mapped_column(Text)


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
