"""The gate before publishing: what blocks, what only warns, and what was overridden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from learnmap.edition import ChecksFacts, OverriddenCheck
from learnmap.model.errors import GateError, InvalidInputError
from learnmap.workflows.gate_checks import CHECKS, Subject

OVERRIDABLE: Final = tuple(check.code for check in CHECKS if check.overridable)
"""Codes of the checks that a recorded reason may override."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes
    ----------
    check : str
        Its code.
    says : str
    remedy : str
    blocks : bool
        Whether the edition cannot be published; False once it is overridden.
    reason : str or None
        Why it is published all the same.
    """

    check: str
    says: str
    remedy: str
    blocks: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GateReport:
    """All that the checks found of an edition.

    Attributes
    ----------
    title : str
        Of the edition.
    findings : tuple of Finding
    reviewed : bool
        Whether a second person approved what would be published.
    """

    title: str
    findings: tuple[Finding, ...]
    reviewed: bool

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be mended or overridden before publishing."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def facts(self) -> ChecksFacts:
        """What the edition tells of the checks."""
        overridden = [
            OverriddenCheck(check=one.check, found=one.says, reason=one.reason)
            for one in self.findings
            if one.reason is not None
        ]
        return ChecksFacts(reviewed=self.reviewed, overridden=overridden)

    @property
    def record(self) -> dict[str, Any]:
        """What the audit entry of the publication tells of the checks."""
        warned = [one for one in self.findings if not one.blocks and one.reason is None]
        return {
            "overridden": [
                {"check": one.check, "found": one.says, "reason": one.reason}
                for one in self.findings
                if one.reason is not None
            ],
            "warnings": [f"{one.check}: {one.says}" for one in warned],
        }

    def refuse(self) -> None:
        """Refuse the edition unless nothing blocks it.

        Raises
        ------
        GateError
            Naming everything that does, with its remedy.
        """
        if not self.blocking:
            return
        told = "; ".join(f"{one.check}: {one.says} ({one.remedy})" for one in self.blocking)
        may = [code for code in OVERRIDABLE if code in {one.check for one in self.blocking}]
        how = f"; --override {may[0]}='REASON' publishes it all the same" if may else ""
        raise GateError(f"{self.title} cannot be published yet: {told}{how}")


def judge(subject: Subject, overrides: Mapping[str, str]) -> GateReport:
    """Run all checks.

    Parameters
    ----------
    subject : Subject
    overrides : mapping of str to str
        Reasons by the code of the check that they override. One that finds nothing is not
        recorded.

    Raises
    ------
    InvalidInputError
        For a check that cannot be overridden, or a reason that says nothing.
    """
    _check_overrides(overrides)
    findings = tuple(
        Finding(
            check.code,
            says,
            check.remedy,
            check.blocks and check.code not in overrides,
            overrides[check.code].strip() if check.code in overrides else None,
        )
        for check in CHECKS
        for says in check.look(subject)
    )
    blocked = {finding.check for finding in findings if finding.blocks}
    approved = subject.begun is not None and subject.begun.reviewed_by is not None
    address = subject.address
    title = f"the {address.map_name} edition {address.year}, revision {address.revision},"
    return GateReport(title, findings, approved and "review" not in blocked)


def _check_overrides(overrides: Mapping[str, str]) -> None:
    for code, reason in overrides.items():
        if code not in OVERRIDABLE:
            raise InvalidInputError(
                f"the check {code!r} cannot be overridden; those that can: {', '.join(OVERRIDABLE)}"
            )
        if not reason.strip():
            raise InvalidInputError(f"the override of {code} has no reason; say why")
