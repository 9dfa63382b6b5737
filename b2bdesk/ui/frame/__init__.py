"""The frame of the program: rail, header, status bar, palette, toasts, navigation.

`main_window.MainWindow` puts them together; screens know only `context.ScreenContext` and
`context.Screen`. Nothing here knows a use case.
"""
