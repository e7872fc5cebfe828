"""What is done to each script: one class for each verb."""
