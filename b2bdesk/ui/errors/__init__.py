"""What a person sees when something goes wrong, and where our own bugs go."""
