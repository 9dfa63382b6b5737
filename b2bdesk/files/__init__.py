"""Foreign files: Excel and CSV in and out, PDF documents; shared with the portal."""
