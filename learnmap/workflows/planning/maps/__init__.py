"""The layers of planners' maps."""
