"""What Workers reach through bindings and the emulator keeps: a file for each product."""
