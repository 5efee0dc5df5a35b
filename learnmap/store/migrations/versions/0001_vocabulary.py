"""City settings, walk profiles, kinds and areas."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

# Functions of one expression are written in standard SQL: PostgreSQL resolves their names once,
# so that no search_path can change what a constraint means.
_IS_TEXTS = """
CREATE FUNCTION learnmap.is_texts(texts jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(texts) = 'object' THEN NOT EXISTS (
    SELECT FROM jsonb_each(texts) AS entry (language, value)
    WHERE language !~ '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$'
       OR jsonb_typeof(value) <> 'string'
       OR length(value #>> '{}') > 200
) ELSE false END
"""

_IS_NAMES = """
CREATE FUNCTION learnmap.is_names(names jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN learnmap.is_texts(names) THEN EXISTS (
    SELECT FROM jsonb_each_text(names) AS entry (language, value) WHERE value ~ '[^[:space:]]'
) ELSE false END
"""

# A line each for the names and the address, so that no search matches across two of them.
_SEARCH_TEXT = """
CREATE FUNCTION learnmap.search_text(names jsonb, address text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(names) = 'object' THEN (
    SELECT coalesce(string_agg(value, chr(10) ORDER BY language COLLATE "C"), '')
    FROM jsonb_each_text(names) AS entry (language, value)
) ELSE '' END || coalesce(chr(10) || address, '')
"""

_LEVEL_RANK = """
CREATE FUNCTION learnmap.level_rank(level text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_position(
    ARRAY['province', 'city', 'district', 'street_town', 'neighbourhood'], level
)
"""

# A parent is named by its code, which may belong to different areas at different times, so a
# foreign key cannot check it. The check waits for the commit: children may come first.
_CHECK_PARENT = """
CREATE FUNCTION learnmap.check_area_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_code IS NOT NULL AND NOT EXISTS (
        SELECT FROM learnmap.areas AS parent
        WHERE parent.code = NEW.parent_code
          AND learnmap.level_rank(parent.level) < learnmap.level_rank(NEW.level)
          AND daterange(parent.valid_from, parent.valid_until)
              && daterange(NEW.valid_from, NEW.valid_until)
    ) THEN
        RAISE EXCEPTION 'area % has the parent %, which is no larger area at that time',
            NEW.code, NEW.parent_code
            USING ERRCODE = 'foreign_key_violation', HINT = 'import the parent too';
    END IF;
    RETURN NULL;
END $$
"""

_CHECK_PARENT_TRIGGER = """
CREATE CONSTRAINT TRIGGER check_parent AFTER INSERT OR UPDATE ON learnmap.areas
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION learnmap.check_area_parent()
"""


def upgrade() -> None:
    """Make the tables."""
    for function in (_IS_TEXTS, _IS_NAMES, _SEARCH_TEXT, _LEVEL_RANK):
        op.execute(function)
    _make_city_settings()
    _make_walk_profiles()
    _make_kinds()
    _make_areas()
    op.execute(_CHECK_PARENT)
    op.execute(_CHECK_PARENT_TRIGGER)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("areas", schema=SCHEMA)
    op.drop_table("kinds", schema=SCHEMA)
    op.drop_table("walk_profiles", schema=SCHEMA)
    op.drop_table("city_settings", schema=SCHEMA)
    for function in (
        "check_area_parent()",
        "level_rank(text)",
        "search_text(jsonb, text)",
        "is_names(jsonb)",
        "is_texts(jsonb)",
    ):
        op.execute(f"DROP FUNCTION {SCHEMA}.{function}")


def _make_city_settings() -> None:
    op.create_table(
        "city_settings",
        sa.Column("single", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("snap_limit_m", sa.Double(), nullable=False),
        sa.Column("island_below_m", sa.Double(), nullable=False),
        sa.Column("off_street_m", sa.Double(), nullable=False),
        sa.Column("simplify_m", sa.Double(), nullable=False),
        sa.Column("cutoffs_s", sa.ARRAY(sa.Integer()), nullable=False),
        sa.CheckConstraint(
            "island_below_m >= 0 AND island_below_m < 'Infinity'::float8",
            name=op.f("ck_city_settings_island_below_m"),
        ),
        sa.CheckConstraint(
            "off_street_m > 0 AND off_street_m < 'Infinity'::float8",
            name=op.f("ck_city_settings_off_street_m"),
        ),
        sa.CheckConstraint(
            "simplify_m >= 0 AND simplify_m < 'Infinity'::float8",
            name=op.f("ck_city_settings_simplify_m"),
        ),
        sa.CheckConstraint(
            "snap_limit_m > 0 AND snap_limit_m < 'Infinity'::float8",
            name=op.f("ck_city_settings_snap_limit_m"),
        ),
        sa.CheckConstraint(
            "cardinality(cutoffs_s) > 0 AND 0 < ALL (cutoffs_s)"
            " AND array_position(cutoffs_s, NULL) IS NULL",
            name=op.f("ck_city_settings_cutoffs_s"),
        ),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_city_settings_names")),
        sa.CheckConstraint(
            "length(timezone) BETWEEN 1 AND 64", name=op.f("ck_city_settings_timezone")
        ),
        sa.CheckConstraint("single", name=op.f("ck_city_settings_one_row")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_city_settings")),
        schema=SCHEMA,
    )


def _make_walk_profiles() -> None:
    op.create_table(
        "walk_profiles",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("speed_m_per_s", sa.Double(), nullable=False),
        sa.Column("steps_factor", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "code ~ '^[a-z][a-z0-9_]{0,63}$'", name=op.f("ck_walk_profiles_code_pattern")
        ),
        sa.CheckConstraint(
            "steps_factor >= 1 AND steps_factor < 'Infinity'::float8",
            name=op.f("ck_walk_profiles_steps_factor"),
        ),
        sa.CheckConstraint(
            "speed_m_per_s > 0 AND speed_m_per_s <= 3", name=op.f("ck_walk_profiles_speed_m_per_s")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_walk_profiles")),
        schema=SCHEMA,
    )


def _make_kinds() -> None:
    op.create_table(
        "kinds",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("maps", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("shipped", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("code ~ '^[a-z][a-z0-9_]{0,63}$'", name=op.f("ck_kinds_code_pattern")),
        sa.CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name=op.f("ck_kinds_colour")),
        sa.CheckConstraint(
            "maps <@ ARRAY['learning', 'elderly', 'humanities']", name=op.f("ck_kinds_maps")
        ),
        sa.CheckConstraint("zh <> '' OR en <> ''", name=op.f("ck_kinds_label")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_kinds")),
        schema=SCHEMA,
    )


def _make_areas() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("parent_code", sa.Text(collation="C"), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "geometry", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="),
            (sa.text("daterange(valid_from, valid_until)"), "&&"),
            using="gist",
            name="ex_areas_code_validity",
        ),
        sa.CheckConstraint(
            "code ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'", name=op.f("ck_areas_code_pattern")
        ),
        sa.CheckConstraint(
            "level IN ('province', 'city', 'district', 'street_town', 'neighbourhood')",
            name=op.f("ck_areas_level"),
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(geometry) AND public.st_isvalid(geometry)"
            " AND public.st_xmin(geometry) >= -180 AND public.st_xmax(geometry) <= 180"
            " AND public.st_ymin(geometry) >= -90 AND public.st_ymax(geometry) <= 90",
            name=op.f("ck_areas_geometry"),
        ),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_areas_names")),
        sa.CheckConstraint(
            "parent_code IS NULL OR parent_code <> code", name=op.f("ck_areas_parent")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_areas_validity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_areas_code_valid_from")),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_areas_geometry"), "areas", ["geometry"], schema=SCHEMA, postgresql_using="gist"
    )
    op.create_index(op.f("ix_areas_parent_code"), "areas", ["parent_code"], schema=SCHEMA)
