"""Who can walk to a point in time."""
