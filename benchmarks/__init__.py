"""What tenantry costs beside bare httpx, and beside the official SDK; `make bench` prints it."""
