"""Pages for everybody: what is near, a learning point, a walking route."""
