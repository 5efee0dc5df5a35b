"""The coverage report of a city: what planners hand to those who decide, on page and paper."""

from learnmap.workflows.planning.report.writing import (
    WrittenReport,
    coverage_documents,
    write_report,
)

__all__ = ["WrittenReport", "coverage_documents", "write_report"]
