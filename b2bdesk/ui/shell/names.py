"""Names of the settings that the program itself follows."""

LANGUAGE_SETTING = "view.language"
SCALE_SETTING = "view.scale"
MENU_SETTING = "frame.menu_bar"
STALE_SETTING = "sync.stale_hours"
