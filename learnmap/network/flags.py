"""Bits that say who may walk an edge, and which way."""

from enum import IntFlag


class EdgeFlag(IntFlag):
    """Facts of an edge that cost arrays are made from; directions are those of its geometry."""

    NONE = 0
    STEPS = 1
    NOT_STEP_FREE = 2
    NO_FORWARD = 4
    NO_BACKWARD = 8
    CROSSING_PLAZA = 16
    """A straight way over an open area, not a mapped line."""
