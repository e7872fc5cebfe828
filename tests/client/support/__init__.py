"""What the tests of the client share: clients of every flavour, small deploys, and calls in simulated time."""
