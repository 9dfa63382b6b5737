"""What the machine gives: places, secrets, resources, instance lock, child processes."""
