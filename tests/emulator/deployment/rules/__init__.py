"""Each rule by which an upload is refused: what it refuses, and the nearest that it does not."""
