"""What a check reports, and the formats in which it is printed."""
