"""What a cassette holds, and how it is written in its file."""
