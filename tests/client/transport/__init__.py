"""How a call is sent: connections, retries, threads and event loops."""
