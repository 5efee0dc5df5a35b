"""Where the next points should stand."""
