"""The reference server: the supplier's end of the wire, in feature folders."""
