"""Tests of the project: a folder for each of its parts."""

import signal

# A shell has what it runs in the background ignore Ctrl-C, and all that this starts as well: some tests send it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
