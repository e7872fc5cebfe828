"""The specification, and what it says of requests, values and answers."""
