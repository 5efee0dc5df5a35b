"""What every table shares: the schema, names of constraints, and rules that say themselves."""

from typing import Any, Final

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from learnmap.model.crs import STORED_SRID

SCHEMA: Final = "learnmap"
PUBLISHED_SCHEMA: Final = "learnmap_published"
"""Views of the tables that the public may read."""
LAYERS_SCHEMA: Final = "learnmap_layers"
"""Views for map programs, over those of `PUBLISHED_SCHEMA` alone."""

IdText = Text(collation="C")
"""Type of ids and codes: sorted by code point, so that an order is the same on any server."""


class Base(DeclarativeBase):
    """Base of the tables."""

    metadata = MetaData(
        schema=SCHEMA,
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        },
    )


def rule(name: str, condition: str, says: str) -> CheckConstraint:
    """Make a CHECK whose meaning in words goes into the error of whoever breaks it."""
    return CheckConstraint(condition, name=name, info={"says": says})


def place(geometry_type: str = "POINT") -> Geometry:
    """Type of a geometry column; PostGIS refuses another SRID, type or dimension."""
    return Geometry(geometry_type, srid=STORED_SRID, spatial_index=False)


def id_rule(column: str = "id") -> CheckConstraint:
    """Refuse ids that could not stand in an address."""
    return rule(
        f"{column}_pattern",
        f"{column} ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{{0,63}}$'",
        f"{column} has 1 to 64 letters, digits or . _ : - and begins with a letter or digit",
    )


def code_rule(column: str = "code") -> CheckConstraint:
    """Refuse codes that are not in snake case."""
    return rule(
        f"{column}_pattern",
        f"{column} ~ '^[a-z][a-z0-9_]{{0,63}}$'",
        f"{column} has 1 to 64 lower-case letters, digits or _ and begins with a letter",
    )


def names_rule(column: str = "names") -> CheckConstraint:
    """Refuse a record without a name."""
    return rule(
        column,
        f"{SCHEMA}.is_names({column})",
        f"{column} is an object of texts by language, at most 200 characters, one not blank",
    )


def point_rule(column: str) -> CheckConstraint:
    """Refuse a point that is no place on Earth.

    PostgreSQL sorts NaN above every number, so the comparisons refuse it with infinity.
    """
    return rule(
        column,
        f"NOT public.st_isempty({column})"
        f" AND public.st_x({column}) BETWEEN -180 AND 180"
        f" AND public.st_y({column}) BETWEEN -90 AND 90",
        f"{column} is a point with longitude -180..180 and latitude -90..90, not empty",
    )


def shape_rule(column: str) -> CheckConstraint:
    """Refuse an empty or invalid shape; NaN and infinite coordinates are invalid too."""
    return rule(
        column,
        f"NOT public.st_isempty({column})"
        f" AND public.st_isvalid({column})"
        f" AND public.st_xmin({column}) >= -180 AND public.st_xmax({column}) <= 180"
        f" AND public.st_ymin({column}) >= -90 AND public.st_ymax({column}) <= 90",
        f"{column} is valid, not empty, and within longitude -180..180 and latitude -90..90",
    )


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Refuse a value that is not in the list."""
    listed = ", ".join(f"'{value}'" for value in values)
    return rule(column, f"{column} IN ({listed})", f"{column} is one of {', '.join(values)}")


def finite(column: str, condition: str, says: str) -> CheckConstraint:
    """Refuse NaN and infinity with a condition that has a lower bound of its own."""
    return rule(column, f"{condition} AND {column} < 'Infinity'::float8", says)


Json = dict[str, Any]
