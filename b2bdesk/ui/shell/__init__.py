"""What runs around the screens: header and status models, switching, the rhythm of syncing."""
