"""From a version of a Worker to the configuration that its process reads."""
