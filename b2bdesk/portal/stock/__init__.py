"""What lies in which place, what arrives when, and how much of it a view shows."""
