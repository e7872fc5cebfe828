"""Rolls an operation over the scripts of a plan: wave by wave, watched, and able to go on after any end."""
