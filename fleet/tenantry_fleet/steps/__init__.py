"""One script after another: what is done to each, in which thread or process, and what came of it."""
