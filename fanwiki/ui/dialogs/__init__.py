"""The windows that come up over the main window: each asks for one thing and tells what was chosen."""
