"""What a person can do, one file per activity, toolkit-free, over the ports they own."""
