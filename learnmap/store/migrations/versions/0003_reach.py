"""Walk graphs, snaps, catchments and residents."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "learnmap"


def upgrade() -> None:
    """Make the tables."""
    _make_network_builds()
    _make_snaps()
    _make_catchment_inputs()
    _make_catchments()
    _make_demand_points()
    _make_demand_counts()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("demand_counts", schema=SCHEMA)
    op.drop_table("demand_points", schema=SCHEMA)
    op.drop_table("catchments", schema=SCHEMA)
    op.drop_table("catchment_inputs", schema=SCHEMA)
    op.drop_table("snaps", schema=SCHEMA)
    op.drop_table("network_builds", schema=SCHEMA)


def _make_network_builds() -> None:
    op.create_table(
        "network_builds",
        sa.Column("content_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("extract_name", sa.Text(), nullable=False),
        sa.Column("extract_sha256", sa.Text(), nullable=False),
        sa.Column("extract_date", sa.Date(), nullable=True),
        sa.Column("west", sa.Double(), nullable=False),
        sa.Column("south", sa.Double(), nullable=False),
        sa.Column("east", sa.Double(), nullable=False),
        sa.Column("north", sa.Double(), nullable=False),
        sa.Column("nodes", sa.BigInteger(), nullable=False),
        sa.Column("edges", sa.BigInteger(), nullable=False),
        sa.Column("length_km", sa.Double(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column(
            "built_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "content_hash ~ '^[0-9a-f]{8,128}$'", name=op.f("ck_network_builds_content_hash")
        ),
        sa.CheckConstraint(
            "extract_sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_network_builds_extract_sha256")
        ),
        sa.CheckConstraint(
            "length_km >= 0 AND length_km < 'Infinity'::float8",
            name=op.f("ck_network_builds_length_km"),
        ),
        sa.CheckConstraint("nodes >= 0 AND edges >= 0", name=op.f("ck_network_builds_counts")),
        sa.CheckConstraint(
            "west BETWEEN -180 AND 180 AND east BETWEEN -180 AND 180 AND west <= east"
            " AND south BETWEEN -90 AND 90 AND north BETWEEN -90 AND 90"
            " AND south <= north",
            name=op.f("ck_network_builds_box"),
        ),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_network_builds")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_network_builds_one_current",
        "network_builds",
        ["is_current"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("is_current"),
    )


def _make_snaps() -> None:
    op.create_table(
        "snaps",
        sa.Column("build_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("profile", sa.Text(collation="C"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("edge", sa.BigInteger(), nullable=True),
        sa.Column("fraction", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("access_point", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.CheckConstraint(
            "distance_m >= 0 AND distance_m < 'Infinity'::float8", name=op.f("ck_snaps_distance_m")
        ),
        sa.CheckConstraint(
            "status <> 'snapped' OR num_nulls(edge, fraction, distance_m, access_point) = 0",
            name=op.f("ck_snaps_joined"),
        ),
        sa.CheckConstraint(
            "status IN ('snapped', 'too_far', 'island')", name=op.f("ck_snaps_status")
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(access_point)"
            " AND public.st_x(access_point) BETWEEN -180 AND 180"
            " AND public.st_y(access_point) BETWEEN -90 AND 90",
            name=op.f("ck_snaps_access_point"),
        ),
        sa.CheckConstraint("edge >= 0", name=op.f("ck_snaps_edge")),
        sa.CheckConstraint("fraction BETWEEN 0 AND 1", name=op.f("ck_snaps_fraction")),
        sa.ForeignKeyConstraint(
            ["build_hash"],
            ["learnmap.network_builds.content_hash"],
            name=op.f("fk_snaps_build_hash"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["learnmap.learning_points.id"],
            name=op.f("fk_snaps_point_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["profile"],
            ["learnmap.walk_profiles.code"],
            name=op.f("fk_snaps_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("build_hash", "point_id", "profile", name=op.f("pk_snaps")),
        schema=SCHEMA,
    )
    op.create_index(op.f("ix_snaps_point_id"), "snaps", ["point_id"], schema=SCHEMA)


def _make_catchment_inputs() -> None:
    op.create_table(
        "catchment_inputs",
        sa.Column("build_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("profile", sa.Text(collation="C"), nullable=False),
        sa.Column("input_key", sa.Text(), nullable=False),
        sa.Column(
            "computed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("input_key <> ''", name=op.f("ck_catchment_inputs_input_key")),
        sa.ForeignKeyConstraint(
            ["build_hash"],
            ["learnmap.network_builds.content_hash"],
            name=op.f("fk_catchment_inputs_build_hash"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["learnmap.learning_points.id"],
            name=op.f("fk_catchment_inputs_point_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["profile"],
            ["learnmap.walk_profiles.code"],
            name=op.f("fk_catchment_inputs_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "build_hash", "point_id", "profile", name=op.f("pk_catchment_inputs")
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_catchment_inputs_point_id"), "catchment_inputs", ["point_id"], schema=SCHEMA
    )


def _make_catchments() -> None:
    op.create_table(
        "catchments",
        sa.Column("build_hash", sa.Text(collation="C"), nullable=False),
        sa.Column("point_id", sa.Text(collation="C"), nullable=False),
        sa.Column("profile", sa.Text(collation="C"), nullable=False),
        sa.Column("cutoff_s", sa.Integer(), nullable=False),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column(
            "geometry", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False
        ),
        sa.CheckConstraint(
            "area_m2 > 0 AND area_m2 < 'Infinity'::float8", name=op.f("ck_catchments_area_m2")
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(geometry) AND public.st_isvalid(geometry)"
            " AND public.st_xmin(geometry) >= -180 AND public.st_xmax(geometry) <= 180"
            " AND public.st_ymin(geometry) >= -90 AND public.st_ymax(geometry) <= 90",
            name=op.f("ck_catchments_geometry"),
        ),
        sa.CheckConstraint("cutoff_s > 0", name=op.f("ck_catchments_cutoff_s")),
        sa.ForeignKeyConstraint(
            ["build_hash", "point_id", "profile"],
            [
                "learnmap.catchment_inputs.build_hash",
                "learnmap.catchment_inputs.point_id",
                "learnmap.catchment_inputs.profile",
            ],
            name=op.f("fk_catchments_build_hash_point_id_profile"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "build_hash", "point_id", "profile", "cutoff_s", name=op.f("pk_catchments")
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_catchments_geometry"),
        "catchments",
        ["geometry"],
        schema=SCHEMA,
        postgresql_using="gist",
    )


def _make_demand_points() -> None:
    op.create_table(
        "demand_points",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("place", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$'", name=op.f("ck_demand_points_id_pattern")
        ),
        sa.CheckConstraint(
            "NOT public.st_isempty(place) AND public.st_x(place) BETWEEN -180 AND 180"
            " AND public.st_y(place) BETWEEN -90 AND 90",
            name=op.f("ck_demand_points_place"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_points")),
        sa.UniqueConstraint("number", name=op.f("uq_demand_points_number")),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_demand_points_place"),
        "demand_points",
        ["place"],
        schema=SCHEMA,
        postgresql_using="gist",
    )
    op.create_index(op.f("ix_demand_points_source"), "demand_points", ["source"], schema=SCHEMA)


def _make_demand_counts() -> None:
    op.create_table(
        "demand_counts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("point_number", sa.BigInteger(), nullable=False),
        sa.Column("age_from", sa.SmallInteger(), nullable=False),
        sa.Column("age_to", sa.SmallInteger(), nullable=True),
        sa.Column("residents", sa.Double(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("point_number"), "="),
            (sa.text("int4range(age_from, age_to, '[]')"), "&&"),
            using="gist",
            name="ex_demand_counts_ages",
        ),
        sa.CheckConstraint(
            "residents >= 0 AND residents < 'Infinity'::float8",
            name=op.f("ck_demand_counts_residents"),
        ),
        sa.CheckConstraint(
            "age_from >= 0 AND (age_to IS NULL OR age_to >= age_from)",
            name=op.f("ck_demand_counts_ages"),
        ),
        sa.ForeignKeyConstraint(
            ["point_number"],
            ["learnmap.demand_points.number"],
            name=op.f("fk_demand_counts_point_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_counts")),
        schema=SCHEMA,
    )
