"""Pages for staff: drawn on the server, each step in the name of who took it."""
