"""One function for each thing that a person does; command line and service call these."""
