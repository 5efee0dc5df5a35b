"""Reads a form that brings a file: in parts, up to a limit, and only from a page of ours."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from learnmap.service.staff.visit import (
    StaffMember,
    StaffRefusal,
    check_form_token,
    is_from_here,
)

MOST_FILE_BYTES: Final = 25 * 1024 * 1024
_MOST_BESIDES: Final = 64 * 1024
_MOST_DRAINED: Final = 8 * MOST_FILE_BYTES
"""So much is read and thrown away, so that a browser sees the answer and no broken connection."""
_MOST_FIELDS: Final = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A form with a file, or two.

    Attributes
    ----------
    fields : dict of str to str
    file : UploadFile or None
        In the system's folder for temporary files, under no name, until it is closed; None
        where no file was chosen.
    beside : UploadFile or None
        A second one, kept in the same way.
    """

    fields: dict[str, str]
    file: UploadFile | None
    beside: UploadFile | None = None


async def sent_file(request: Request, _visit: StaffMember) -> AsyncIterator[SentFile]:
    """Read a form that was sent from a page of ours with a file.

    Raises
    ------
    StaffRefusal
        When it came from elsewhere, is of another session, is too long, or is no such form.
    """
    if not is_from_here(request):
        raise StaffRefusal(403, "refused_form")
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise StaffRefusal(415, "refused_form")
    parser = MultiPartParser(
        request.headers,
        _limited(request),
        max_files=2,
        max_fields=_MOST_FIELDS,
        max_part_size=_MOST_BESIDES,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise StaffRefusal(400, "refused_form") from error
    try:
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        check_form_token(request, fields.pop("csrf", ""))
        yield SentFile(fields, _chosen(form, "file"), _chosen(form, "beside"))
    finally:
        await form.close()


def _chosen(form: FormData, name: str) -> UploadFile | None:
    """Return a file of a form; a field in which nobody chose any has no name."""
    file = form.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


Sent = Annotated[SentFile, Depends(sent_file)]


async def _limited(request: Request) -> AsyncGenerator[bytes]:
    """Hand on what comes, up to the limit."""
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _MOST_DRAINED:
            break
        if size <= MOST_FILE_BYTES + _MOST_BESIDES:
            yield part
    if size > MOST_FILE_BYTES + _MOST_BESIDES:
        raise StaffRefusal(413, "refused_large")
