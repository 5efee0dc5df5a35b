"""Look into the audit log, and verify that nobody rewrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.model.errors import IntegrityError, InvalidInputError
from learnmap.store import (
    CHAIN_START,
    AuditEntry,
    AuditFilter,
    Chain,
    check_chain,
    entry_bytes,
    find_entries,
    list_actors,
    read_chain,
    read_entries,
)
from learnmap.workflows.city import City

_FAULTS_TOLD: Final = 20
_DIGITS: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class AuditVerification:
    """What a verification found right.

    Attributes
    ----------
    entries : int
    head : str
        Hash of the last entry: noted elsewhere, it shows later that none was taken away.
    since : int or None
        How many entries were added after the hash that was expected.
    """

    entries: int
    head: str
    since: int | None


def verify_audit(city: City, *, expect: str | None = None) -> AuditVerification:
    """Compute the whole chain of the audit log again.

    Parameters
    ----------
    city : City
    expect : str, optional
        Hash of the last entry as it was noted at any earlier time; it must still be in the
        chain.

    Raises
    ------
    IntegrityError
        Naming each entry that was changed, removed, inserted or moved, or saying that the
        expected hash is gone.
    InvalidInputError
        When the expected hash is none.
    """
    noted = None if expect is None else _noted(expect)
    with city.store.begin() as tx:
        chain = check_chain(read_chain(tx))
    if chain.faults:
        told = "; ".join(fault.says for fault in chain.faults[:_FAULTS_TOLD])
        more = len(chain.faults) - _FAULTS_TOLD
        raise IntegrityError(
            f"the audit log is broken in {len(chain.faults)} places: {told}"
            + (f"; and {more} more" if more > 0 else "")
            + ". Compare it with a backup"
        )
    return AuditVerification(chain.entries, chain.head, _since(chain, noted))


def _since(chain: Chain, noted: str | None) -> int | None:
    if noted is None:
        return None
    if noted == CHAIN_START:
        return chain.entries
    if noted not in chain.hashes:
        raise IntegrityError(
            f"the audit log has no entry with the hash {noted}: its end was cut off, or it was "
            f"written anew; it has {chain.entries} entries now, and its head is {chain.head}. "
            "Compare it with a backup"
        )
    return chain.entries - chain.hashes[noted]


def _noted(text: str) -> str:
    noted = text.strip().lower()
    if len(noted) != len(CHAIN_START) or not _DIGITS.issuperset(noted):
        raise InvalidInputError(
            f"{text!r} is no hash of an audit entry; give the 64 hexadecimal digits that "
            "`learnmap audit verify` printed as the head"
        )
    return noted


def list_audit(city: City, *, subject: str | None = None, last: int = 50) -> list[AuditEntry]:
    """Read the last entries, from old to new.

    Raises
    ------
    InvalidInputError
        When none are asked for.
    """
    if last < 1:
        raise InvalidInputError(f"--last {last}: ask for one entry at least")
    with city.store.begin() as tx:
        return read_entries(tx, subject=subject, limit=last, newest=True)


def search_audit(city: City, wanted: AuditFilter, *, limit: int) -> list[AuditEntry]:
    """Find entries, the newest first."""
    with city.store.begin() as tx:
        return find_entries(tx, wanted, limit=limit)


def audit_actors(city: City) -> list[str]:
    """List who did anything, by name."""
    with city.store.begin() as tx:
        return list_actors(tx)


def audit_lines(city: City) -> Iterator[bytes]:
    """Yield the bytes that are hashed, one entry a line; see `export_audit`."""
    with city.store.begin() as tx:
        for link in read_chain(tx):
            if link.content is not None:
                yield entry_bytes(link.content, link.previous_hash) + b"\n"


def export_audit(city: City, file: Path) -> int:
    """Write the bytes that are hashed, one entry a line in the order of the chain.

    The SHA-256 of a line, without its end, is ``previous`` in the next one and the head of the
    last, so that any program can follow the chain.

    Returns
    -------
    int
        How many lines were written.

    Raises
    ------
    InvalidInputError
        When the file is there already.
    """
    count = 0
    try:
        with file.open("xb") as out:
            for line in audit_lines(city):
                out.write(line)
                count += 1
    except FileExistsError:
        raise InvalidInputError(f"{file} is there already; name a new file") from None
    return count
