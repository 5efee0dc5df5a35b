"""Where nobody can, and why."""
