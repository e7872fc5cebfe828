"""Static assets, from a folder to what a server gets: over HTTP, blocking and async."""
