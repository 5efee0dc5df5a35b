"""Errors that learnmap raises: one base, one-line leaves, and a message with a remedy.

A message names what is wrong (the file, row, id or address), the value that was found, and
what to do about it. The service maps each leaf to an HTTP status in one table.
"""


class LearnmapError(Exception):
    """Base of every error that learnmap raises on purpose."""


class InvalidInputError(LearnmapError, ValueError):
    """A value that a person or a file gave cannot be used."""


class NotFoundError(LearnmapError, LookupError):
    """Something that was asked for by its id or address does not exist."""


class WithdrawnError(NotFoundError):
    """Something that was published has been taken back."""


class NotAllowedError(LearnmapError):
    """Somebody asked for what their role, or the rule of two persons, does not let them do."""


class ConflictError(LearnmapError, ValueError):
    """The request contradicts what is already recorded, such as a second publication."""


class ExtractError(InvalidInputError):
    """An OpenStreetMap extract is missing, truncated, empty, or without walkable ways."""


class ElevationError(InvalidInputError):
    """A raster of heights cannot be read, placed, or believed, or covers other streets."""


class TableError(InvalidInputError):
    """A table of records has rows that cannot be accepted; nothing of it was stored."""


class GeometryError(InvalidInputError):
    """A geometry is empty, out of range, of the wrong type, or in the wrong CRS."""


class IntegrityError(LearnmapError, ValueError):
    """Stored bytes differ from the hash that was recorded for them."""


class NotReadyError(LearnmapError, LookupError):
    """A step was asked for before the step that it needs was done."""


class GateError(NotReadyError):
    """Checks stand against publishing an edition."""


class StoreError(LearnmapError):
    """The database cannot be reached, started, or refused what was written."""


class ClusterError(LearnmapError):
    """Processes that compute for us cannot be reached, differ from ours, or were lost."""
