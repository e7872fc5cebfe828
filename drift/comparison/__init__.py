"""What two tellings of the API say differently, and what of it is meant to be so."""
