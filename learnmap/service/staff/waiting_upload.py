"""A file that waits to be imported, as the pages of who sent it ask for it."""

from typing import Annotated

from fastapi import Depends

from learnmap.service.staff.uploads import Upload, find_upload
from learnmap.service.staff.visit import Allowed, StaffRefusal, Visit
from learnmap.service.staff.words.saying import WORDS

Checker = Annotated[Visit, Depends(Allowed("import.check"))]
Importer = Annotated[Visit, Depends(Allowed("import.apply"))]


def waiting(visit: Checker, token: str) -> Upload:
    """Find a file that waits, of who asks for it."""
    found = find_upload(visit.city, token, account=visit.account.name)
    if found is None:
        raise StaffRefusal(404, "refused_gone")
    return found


def words_of(fault: str | None) -> dict[str, str | None]:
    """Return the key of a fault's words; a message that has none stands beside general ones."""
    if fault is None or fault in WORDS:
        return {"fault": fault, "detail": None}
    return {"fault": "fault_step", "detail": fault}
