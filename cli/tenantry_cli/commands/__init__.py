"""The commands, a file for each noun: they call the client, and hand what comes back to the output."""
