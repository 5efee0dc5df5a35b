"""Learning points, the streets from which one can walk to them, and yearly maps of both."""

__version__ = "0.1.0"
