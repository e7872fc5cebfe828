"""The command `tenantry`: parses what an operator types, calls the client or the fleet, and prints."""
