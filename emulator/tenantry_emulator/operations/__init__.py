"""One function for each operation of the specification, called as the operation."""
