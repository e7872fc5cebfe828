"""What a cassette holds, and how it stands in its file."""
