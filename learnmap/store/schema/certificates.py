"""Certificates: how far the catchments of a build agree with exact places."""

import datetime as dt

from sqlalchemy import BigInteger, DateTime, ForeignKey, Integer, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, rule


class CertificateRow(Base):
    """Places counted for one profile and cutoff on one build.

    `settings_key` stands for the settings that the catchments were drawn with; a certificate
    with another one than the city's says nothing of its present maps.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        rule("cutoff_s", "cutoff_s > 0", "cutoff_s is over 0"),
        rule("settings_key", "settings_key <> ''", "settings_key is not empty"),
        rule("seed", "seed >= 0", "seed is 0 or more"),
        rule(
            "origins",
            "learning_points >= 0 AND street_places >= 0 AND learning_points + street_places > 0",
            "learning_points and street_places are 0 or more, and one of them over 0",
        ),
        rule(
            "exact",
            "exact >= 0 AND wrongly_inside >= 0 AND exact + wrongly_inside <= places",
            "exact and wrongly inside places are 0 or more and together at most all places",
        ),
        rule(
            "wrongly_outside",
            "wrongly_outside BETWEEN 0 AND exact",
            "wrongly outside are some of the exact places",
        ),
    )

    build_hash: Mapped[str] = mapped_column(
        IdText, ForeignKey("network_builds.content_hash", ondelete="CASCADE"), primary_key=True
    )
    profile: Mapped[str] = mapped_column(
        IdText, ForeignKey("walk_profiles.code", ondelete="CASCADE"), primary_key=True
    )
    cutoff_s: Mapped[int] = mapped_column(Integer, primary_key=True)
    settings_key: Mapped[str] = mapped_column(Text)
    seed: Mapped[int] = mapped_column(BigInteger)
    learning_points: Mapped[int] = mapped_column(Integer)
    street_places: Mapped[int] = mapped_column(Integer)
    places: Mapped[int] = mapped_column(BigInteger)
    exact: Mapped[int] = mapped_column(BigInteger)
    wrongly_inside: Mapped[int] = mapped_column(BigInteger)
    wrongly_outside: Mapped[int] = mapped_column(BigInteger)
    certified_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
