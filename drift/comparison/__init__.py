"""What two descriptions of the API say differently, and which of the differences are accepted."""
