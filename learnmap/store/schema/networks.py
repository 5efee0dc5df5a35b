"""Records of the walk graphs that were built."""

import datetime as dt

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Double, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, finite, rule


class NetworkBuildRow(Base):
    """One walk graph, by the hash of its content; at most one is current."""

    __tablename__ = "network_builds"
    __table_args__ = (
        rule("content_hash", "content_hash ~ '^[0-9a-f]{8,128}$'", "content_hash is hexadecimal"),
        rule("extract_sha256", "extract_sha256 ~ '^[0-9a-f]{64}$'", "extract_sha256 has 64 digits"),
        rule(
            "box",
            "west BETWEEN -180 AND 180 AND east BETWEEN -180 AND 180 AND west <= east"
            " AND south BETWEEN -90 AND 90 AND north BETWEEN -90 AND 90 AND south <= north",
            "the box is west, south, east, north in degrees",
        ),
        rule("counts", "nodes >= 0 AND edges >= 0", "nodes and edges are 0 or more"),
        finite("length_km", "length_km >= 0", "length_km is 0 or more"),
        rule(
            "elevation_whole",
            "num_nulls(elevation_name, elevation_sha256, elevation_edges,"
            " elevation_attribution, elevation_licence) IN (0, 5)",
            "a raster of heights is recorded with all its facts or not at all",
        ),
        rule("elevation_name", "btrim(elevation_name) <> ''", "elevation_name is not blank"),
        rule(
            "elevation_sha256",
            "elevation_sha256 ~ '^[0-9a-f]{64}$'",
            "elevation_sha256 has 64 digits",
        ),
        rule(
            "elevation_edges",
            "elevation_edges BETWEEN 0 AND edges",
            "no more edges have heights than there are",
        ),
        Index(
            "uq_network_builds_one_current",
            "is_current",
            unique=True,
            postgresql_where=text("is_current"),
        ),
    )

    content_hash: Mapped[str] = mapped_column(IdText, primary_key=True)
    folder: Mapped[str] = mapped_column(Text)
    extract_name: Mapped[str] = mapped_column(Text)
    extract_sha256: Mapped[str] = mapped_column(Text)
    extract_date: Mapped[dt.date | None] = mapped_column(Date)
    west: Mapped[float] = mapped_column(Double)
    south: Mapped[float] = mapped_column(Double)
    east: Mapped[float] = mapped_column(Double)
    north: Mapped[float] = mapped_column(Double)
    nodes: Mapped[int] = mapped_column(BigInteger)
    edges: Mapped[int] = mapped_column(BigInteger)
    length_km: Mapped[float] = mapped_column(Double)
    attribution: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(Text)
    built_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    is_current: Mapped[bool] = mapped_column(Boolean)
    elevation_name: Mapped[str | None] = mapped_column(Text)
    elevation_sha256: Mapped[str | None] = mapped_column(Text)
    elevation_edges: Mapped[int | None] = mapped_column(BigInteger)
    elevation_attribution: Mapped[str | None] = mapped_column(Text)
    elevation_licence: Mapped[str | None] = mapped_column(Text)
