"""`/events`: listeners are told which scopes moved; they then ask the feeds as ever."""
