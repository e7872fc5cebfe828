"""From an HTTP answer to a value or an error."""
