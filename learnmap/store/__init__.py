"""The only home of SQL: schema, migrations, queries and the embedded database."""

from learnmap.store._rights import PUBLIC_ROLE, STAFF_ROLE
from learnmap.store._transaction import Transaction
from learnmap.store._upsert import Changes
from learnmap.store.accounts import (
    add_account,
    find_identity,
    list_accounts,
    read_account,
    read_password_hash,
    renew_hash,
    set_disabled,
    set_password,
    set_role,
)
from learnmap.store.applying import apply_import, points_missing, take_back_import
from learnmap.store.areas import area_choices, assign_areas, read_areas, upsert_areas
from learnmap.store.audit import AuditEntry, add_entry, read_entries
from learnmap.store.audit_chain import (
    CHAIN_START,
    Chain,
    Fault,
    Link,
    check_chain,
    entry_bytes,
    read_chain,
)
from learnmap.store.catchments import (
    drop_catchments,
    read_catchments,
    read_input_keys,
    take_catchments,
    write_catchments,
)
from learnmap.store.certificates import CertifiedBand, read_certificate, write_certificate
from learnmap.store.city import read_city, read_profiles, write_city
from learnmap.store.database import Store
from learnmap.store.edition_rows import EditionRow, begun_edition
from learnmap.store.editions import (
    EditionFile,
    create_draft,
    list_editions,
    list_files,
    publish,
    read_edition,
    read_file,
    read_files,
    withdraw,
)
from learnmap.store.embedded import ClusterStatus, EmbeddedCluster
from learnmap.store.imports import (
    ImportFacts,
    ImportRecord,
    ImportRow,
    PointWarning,
    list_imports,
    read_import,
    read_import_records,
    read_import_warnings,
)
from learnmap.store.kinds import add_kind, edit_kind, read_kinds
from learnmap.store.login_failures import begin_try, forgive_try
from learnmap.store.networks import (
    BuildElevation,
    NetworkBuild,
    current_build,
    list_builds,
    read_build,
    record_build,
)
from learnmap.store.offerings import (
    read_categories,
    read_offerings,
    remove_offering,
    upsert_categories,
    upsert_offerings,
)
from learnmap.store.point_edits import designations, write_point
from learnmap.store.point_lists import ListedPoint, PointQuery, count_listed, list_points
from learnmap.store.points import (
    StoredPoint,
    count_points,
    read_point,
    read_points,
    upsert_points,
)
from learnmap.store.quarantine import (
    confirm_warnings,
    discard_import,
    drop_records,
    record_import,
)
from learnmap.store.residents import read_age_counts, read_demand_points, replace_demand_points
from learnmap.store.reviews import (
    ContentAuthor,
    approve,
    content_authors,
    send_back,
    submit,
)
from learnmap.store.routes import read_routes, upsert_routes
from learnmap.store.sessions import begin_session, end_session, end_sessions, find_session
from learnmap.store.similar_points import similar_points
from learnmap.store.snaps import read_snaps, replace_snaps
from learnmap.store.tokens import lock_points, points_token
from learnmap.store.touched import (
    ChangeQuery,
    changers,
    read_changes,
    read_entry,
    read_import_step,
    read_touching,
)

__all__ = [
    "CHAIN_START",
    "PUBLIC_ROLE",
    "STAFF_ROLE",
    "AuditEntry",
    "BuildElevation",
    "CertifiedBand",
    "Chain",
    "ChangeQuery",
    "Changes",
    "ClusterStatus",
    "ContentAuthor",
    "EditionFile",
    "EditionRow",
    "EmbeddedCluster",
    "Fault",
    "ImportFacts",
    "ImportRecord",
    "ImportRow",
    "Link",
    "ListedPoint",
    "NetworkBuild",
    "PointQuery",
    "PointWarning",
    "Store",
    "StoredPoint",
    "Transaction",
    "add_account",
    "add_entry",
    "add_kind",
    "apply_import",
    "approve",
    "area_choices",
    "assign_areas",
    "begin_session",
    "begin_try",
    "begun_edition",
    "changers",
    "check_chain",
    "confirm_warnings",
    "content_authors",
    "count_listed",
    "count_points",
    "create_draft",
    "current_build",
    "designations",
    "discard_import",
    "drop_catchments",
    "drop_records",
    "edit_kind",
    "end_session",
    "end_sessions",
    "entry_bytes",
    "find_identity",
    "find_session",
    "forgive_try",
    "list_accounts",
    "list_builds",
    "list_editions",
    "list_files",
    "list_imports",
    "list_points",
    "lock_points",
    "points_missing",
    "points_token",
    "publish",
    "read_account",
    "read_age_counts",
    "read_areas",
    "read_build",
    "read_catchments",
    "read_categories",
    "read_certificate",
    "read_chain",
    "read_changes",
    "read_city",
    "read_demand_points",
    "read_edition",
    "read_entries",
    "read_entry",
    "read_file",
    "read_files",
    "read_import",
    "read_import_records",
    "read_import_step",
    "read_import_warnings",
    "read_input_keys",
    "read_kinds",
    "read_offerings",
    "read_password_hash",
    "read_point",
    "read_points",
    "read_profiles",
    "read_routes",
    "read_snaps",
    "read_touching",
    "record_build",
    "record_import",
    "remove_offering",
    "renew_hash",
    "replace_demand_points",
    "replace_snaps",
    "send_back",
    "set_disabled",
    "set_password",
    "set_role",
    "similar_points",
    "submit",
    "take_back_import",
    "take_catchments",
    "upsert_areas",
    "upsert_categories",
    "upsert_offerings",
    "upsert_points",
    "upsert_routes",
    "withdraw",
    "write_catchments",
    "write_certificate",
    "write_city",
    "write_point",
]
