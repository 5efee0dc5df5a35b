"""Whether there are seats enough where people live."""
