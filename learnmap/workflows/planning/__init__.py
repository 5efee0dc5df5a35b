"""What planners ask of a city: who is left out, and where the next learning point should stand."""
