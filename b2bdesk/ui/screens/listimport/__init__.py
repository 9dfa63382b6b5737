"""Импорт: any list becomes lines of a cart in five steps, of which most are skipped."""
