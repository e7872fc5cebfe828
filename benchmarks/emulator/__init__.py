"""What it costs to run tenants in the emulator, beside bare workerd; `make bench-emulator` prints it."""
