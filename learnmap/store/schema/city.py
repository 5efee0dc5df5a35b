"""Settings of the city and its walk profiles."""

from sqlalchemy import ARRAY, Boolean, Double, Integer, SmallInteger, Text, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from learnmap.store.schema.base import Base, IdText, code_rule, finite, names_rule, rule


class CitySettingsRow(Base):
    """The one row of settings."""

    __tablename__ = "city_settings"
    __table_args__ = (
        rule("one_row", "single", "there is one row of settings"),
        names_rule(),
        rule("timezone", "length(timezone) BETWEEN 1 AND 64", "timezone is an IANA name"),
        finite("snap_limit_m", "snap_limit_m > 0", "snap_limit_m is over 0"),
        finite("island_below_m", "island_below_m >= 0", "island_below_m is 0 or more"),
        finite("off_street_m", "off_street_m > 0", "off_street_m is over 0"),
        finite("simplify_m", "simplify_m >= 0", "simplify_m is 0 or more"),
        rule(
            "cutoffs_s",
            "cardinality(cutoffs_s) > 0 AND 0 < ALL (cutoffs_s)"
            " AND array_position(cutoffs_s, NULL) IS NULL",
            "cutoffs_s has at least one value, each over 0",
        ),
        rule(
            "check_in_url",
            "check_in_url = '' OR check_in_url ~ '^https?://'",
            "check_in_url is a web address, or empty",
        ),
    )

    single: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=true())
    names: Mapped[dict[str, str]] = mapped_column(JSONB)
    fictional: Mapped[bool] = mapped_column(Boolean)
    timezone: Mapped[str] = mapped_column(Text)
    snap_limit_m: Mapped[float] = mapped_column(Double)
    island_below_m: Mapped[float] = mapped_column(Double)
    off_street_m: Mapped[float] = mapped_column(Double)
    simplify_m: Mapped[float] = mapped_column(Double)
    cutoffs_s: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    review_required: Mapped[bool] = mapped_column(Boolean, server_default=true())
    check_in_url: Mapped[str] = mapped_column(Text, server_default="")


class WalkProfileRow(Base):
    """Who walks, and how fast."""

    __tablename__ = "walk_profiles"
    __table_args__ = (
        code_rule(),
        rule(
            "speed_m_per_s",
            "speed_m_per_s > 0 AND speed_m_per_s <= 3",
            "speed_m_per_s is over 0 and at most 3",
        ),
        finite("steps_factor", "steps_factor >= 1", "steps_factor is 1 or more, or missing"),
    )

    code: Mapped[str] = mapped_column(IdText, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    zh: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    speed_m_per_s: Mapped[float] = mapped_column(Double)
    steps_factor: Mapped[float | None] = mapped_column(Double)
