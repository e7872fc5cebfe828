"""Static assets before they are sent."""
