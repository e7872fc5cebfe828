"""What a command prints: tables for people, tab-separated lines and JSON for programs, and progress on stderr."""
