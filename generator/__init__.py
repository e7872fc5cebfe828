"""What generate.py feeds the generator, and what it does with the result."""
