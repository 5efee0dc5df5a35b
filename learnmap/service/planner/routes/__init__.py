"""What planners ask of the service, a module for each room of pages."""
