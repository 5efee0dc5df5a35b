"""Learning points, offerings and walking routes."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"

# The area is derived from the site; `search` is not yet computed when the trigger runs.
_COUNT_VERSION = """
CREATE FUNCTION learnmap.count_point_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    probe learnmap.learning_points := NEW;
BEGIN
    probe.area_id := OLD.area_id;
    probe.search := OLD.search;
    probe.version := OLD.version;
    probe.created_at := OLD.created_at;
    probe.updated_at := OLD.updated_at;
    NEW.created_at := OLD.created_at;
    IF probe IS DISTINCT FROM OLD THEN
        NEW.version := OLD.version + 1;
        NEW.updated_at := now();
    ELSE
        NEW.version := OLD.version;
        NEW.updated_at := OLD.updated_at;
    END IF;
    RETURN NEW;
END $$
"""

_COUNT_VERSION_TRIGGER = """
CREATE TRIGGER count_version BEFORE UPDATE ON learnmap.learning_points
FOR EACH ROW EXECUTE FUNCTION learnmap.count_point_version()
"""


def upgrade() -> None:
    """Make the tables."""
    _make_learning_points()
    _make_offering_categories()
    _make_offerings()
    _make_offering_sessions()
    _make_walking_routes()
    _make_route_stops()
    op.execute(_COUNT_VERSION)
    op.execute(_COUNT_VERSION_TRIGGER)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("route_stops", schema=SCHEMA)
    op.drop_table("walking_routes", schema=SCHEMA)
    op.drop_table("offering_sessions", schema=SCHEMA)
    op.drop_table("offerings", schema=SCHEMA)
    op.drop_table("offering_categories", schema=SCHEMA)
    op.drop_table("learning_points", schema=SCHEMA)
    op.execute(f"DROP FUNCTION {SCHEMA}.count_point_version()")


def _make_learning_points() -> None:
    op.create_table(
        "learning_points",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("site", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("entrance", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("designation", sa.Text(), nullable=True),
        sa.Column("designation_year", sa.SmallInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("opening_hours_note", sa.Text(), nullable=True),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("assured_date", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_datum", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("area_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "search",
            sa.Text(),
            sa.Computed("learnmap.search_text(names, address)", persisted=True),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "accessibility IN ('step_free', 'partly', 'steps', 'unknown')",
            name=op.f("ck_learning_points_accessibility"),
        ),
        sa.CheckConstraint(
            "id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'", name=op.f("ck_learning_points_id_pattern")
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_learning_points_source")),
        sa.CheckConstraint(
            "source_datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')",
            name=op.f("ck_learning_points_source_datum"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'temporarily_closed', 'closed', 'planned')",
            name=op.f("ck_learning_points_status"),
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(entrance)"
            " AND public.st_x(entrance) BETWEEN -180 AND 180"
            " AND public.st_y(entrance) BETWEEN -90 AND 90",
            name=op.f("ck_learning_points_entrance"),
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(site) AND public.st_x(site) BETWEEN -180 AND 180"
            " AND public.st_y(site) BETWEEN -90 AND 90",
            name=op.f("ck_learning_points_site"),
        ),
        sa.CheckConstraint(
            "designation_year BETWEEN 1900 AND 2200",
            name=op.f("ck_learning_points_designation_year"),
        ),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_learning_points_names")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_learning_points_version")),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["learnmap.areas.id"],
            name=op.f("fk_learning_points_area_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["kind"], ["learnmap.kinds.code"], name=op.f("fk_learning_points_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_points")),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_learning_points_area_id"), "learning_points", ["area_id"], schema=SCHEMA
    )
    op.create_index(op.f("ix_learning_points_kind"), "learning_points", ["kind"], schema=SCHEMA)
    op.create_index(
        op.f("ix_learning_points_search"),
        "learning_points",
        ["search"],
        schema=SCHEMA,
        postgresql_using="gin",
        postgresql_ops={"search": "public.gin_trgm_ops"},
    )
    op.create_index(
        op.f("ix_learning_points_site"),
        "learning_points",
        ["site"],
        schema=SCHEMA,
        postgresql_using="gist",
    )


def _make_offering_categories() -> None:
    op.create_table(
        "offering_categories",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "code ~ '^[a-z][a-z0-9_]{0,63}$'", name=op.f("ck_offering_categories_code_pattern")
        ),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_offering_categories_names")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_offering_categories")),
        schema=SCHEMA,
    )


def _make_offerings() -> None:
    op.create_table(
        "offerings",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("category", sa.Text(collation="C"), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("fee", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("fee_currency", sa.Text(), nullable=False),
        sa.Column("age_from", sa.SmallInteger(), nullable=True),
        sa.Column("age_to", sa.SmallInteger(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("schedule", sa.Text(), nullable=True),
        sa.CheckConstraint("fee >= 0 AND fee <> 'NaN'::numeric", name=op.f("ck_offerings_fee")),
        sa.CheckConstraint("fee_currency ~ '^[A-Z]{3}$'", name=op.f("ck_offerings_fee_currency")),
        sa.CheckConstraint(
            "id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'", name=op.f("ck_offerings_id_pattern")
        ),
        sa.CheckConstraint(
            "mode <> 'in_person' OR point_id IS NOT NULL", name=op.f("ck_offerings_place")
        ),
        sa.CheckConstraint(
            "mode IN ('in_person', 'online', 'mobile')", name=op.f("ck_offerings_mode")
        ),
        sa.CheckConstraint(
            "age_from >= 0 AND age_to <= 130 AND age_from <= age_to", name=op.f("ck_offerings_ages")
        ),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_offerings_capacity")),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_offerings_names")),
        sa.ForeignKeyConstraint(
            ["category"], ["learnmap.offering_categories.code"], name=op.f("fk_offerings_category")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["learnmap.learning_points.id"], name=op.f("fk_offerings_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offerings")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_offerings_category"), "offerings", ["category"], schema=SCHEMA)
    op.create_index(op.f("ix_offerings_point_id"), "offerings", ["point_id"], schema=SCHEMA)


def _make_offering_sessions() -> None:
    op.create_table(
        "offering_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("offering_id", sa.Text(collation="C"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("offering_id"), "="),
            (sa.column("point_id"), "<>"),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            name="ex_offering_sessions_one_place_at_a_time",
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_offering_sessions_times")),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["learnmap.offerings.id"],
            name=op.f("fk_offering_sessions_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["learnmap.learning_points.id"],
            name=op.f("fk_offering_sessions_point_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_sessions")),
        sa.UniqueConstraint(
            "offering_id",
            "starts_at",
            "ends_at",
            "point_id",
            name=op.f("uq_offering_sessions_offering_id_starts_at_ends_at_point_id"),
            postgresql_nulls_not_distinct=True,
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_offering_sessions_point_id"), "offering_sessions", ["point_id"], schema=SCHEMA
    )


def _make_walking_routes() -> None:
    op.create_table(
        "walking_routes",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("theme", postgresql.JSONB(), nullable=False),
        sa.Column(
            "line",
            Geometry(
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
            ),
            nullable=True,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'", name=op.f("ck_walking_routes_id_pattern")
        ),
        sa.CheckConstraint(
            "public.st_geometrytype(line) IN ('ST_LineString', 'ST_MultiLineString')",
            name=op.f("ck_walking_routes_line_type"),
        ),
        sa.CheckConstraint("source <> ''", name=op.f("ck_walking_routes_source")),
        sa.CheckConstraint(
            "NOT public.st_isempty(line) AND public.st_isvalid(line)"
            " AND public.st_xmin(line) >= -180 AND public.st_xmax(line) <= 180"
            " AND public.st_ymin(line) >= -90 AND public.st_ymax(line) <= 90",
            name=op.f("ck_walking_routes_line"),
        ),
        sa.CheckConstraint("learnmap.is_names(names)", name=op.f("ck_walking_routes_names")),
        sa.CheckConstraint("learnmap.is_texts(theme)", name=op.f("ck_walking_routes_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walking_routes")),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_walking_routes_line"),
        "walking_routes",
        ["line"],
        schema=SCHEMA,
        postgresql_using="gist",
    )


def _make_route_stops() -> None:
    op.create_table(
        "route_stops",
        sa.Column("route_id", sa.Text(collation="C"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("dwell_min", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("dwell_min BETWEEN 0 AND 600", name=op.f("ck_route_stops_dwell_min")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_route_stops_position")),
        sa.ForeignKeyConstraint(
            ["point_id"], ["learnmap.learning_points.id"], name=op.f("fk_route_stops_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["route_id"],
            ["learnmap.walking_routes.id"],
            name=op.f("fk_route_stops_route_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("route_id", "position", name=op.f("pk_route_stops")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_route_stops_point_id"), "route_stops", ["point_id"], schema=SCHEMA)
