"""Tables of the store, one noun a file, all in PostgreSQL schema ``learnmap``."""

from learnmap.store.schema.accounts import AccountRow, LoginFailureRow, SessionRow
from learnmap.store.schema.areas import AreaRow
from learnmap.store.schema.audit import AuditEntryRow, AuditLinkRow
from learnmap.store.schema.base import LAYERS_SCHEMA, PUBLISHED_SCHEMA, SCHEMA, Base, IdText
from learnmap.store.schema.catchments import CatchmentInputRow, CatchmentRow
from learnmap.store.schema.certificates import CertificateRow
from learnmap.store.schema.city import CitySettingsRow, WalkProfileRow
from learnmap.store.schema.column_mappings import ColumnMappingRow
from learnmap.store.schema.editions import EditionFileRow, EditionTableRow, FrozenResidentsRow
from learnmap.store.schema.error_reports import ErrorReportRow
from learnmap.store.schema.imports import ImportRecordRow, ImportTableRow, ImportWarningRow
from learnmap.store.schema.kinds import KindRow
from learnmap.store.schema.learning_points import LearningPointRow
from learnmap.store.schema.networks import NetworkBuildRow
from learnmap.store.schema.offerings import OfferingCategoryRow, OfferingRow, OfferingSessionRow
from learnmap.store.schema.residents import DemandCountRow, DemandPointRow
from learnmap.store.schema.routes import RouteStopRow, WalkingRouteRow
from learnmap.store.schema.scenarios import ScenarioRow
from learnmap.store.schema.snaps import SnapRow
from learnmap.store.schema.tokens import ChangeTokenRow
from learnmap.store.schema.unplaced import UnplacedPointRow

__all__ = [
    "LAYERS_SCHEMA",
    "PUBLISHED_SCHEMA",
    "SCHEMA",
    "AccountRow",
    "AreaRow",
    "AuditEntryRow",
    "AuditLinkRow",
    "Base",
    "CatchmentInputRow",
    "CatchmentRow",
    "CertificateRow",
    "ChangeTokenRow",
    "CitySettingsRow",
    "ColumnMappingRow",
    "DemandCountRow",
    "DemandPointRow",
    "EditionFileRow",
    "EditionTableRow",
    "ErrorReportRow",
    "FrozenResidentsRow",
    "IdText",
    "ImportRecordRow",
    "ImportTableRow",
    "ImportWarningRow",
    "KindRow",
    "LearningPointRow",
    "LoginFailureRow",
    "NetworkBuildRow",
    "OfferingCategoryRow",
    "OfferingRow",
    "OfferingSessionRow",
    "RouteStopRow",
    "ScenarioRow",
    "SessionRow",
    "SnapRow",
    "UnplacedPointRow",
    "WalkProfileRow",
    "WalkingRouteRow",
]
