"""Pages for planners: who is left out, and how each figure was made."""
