"""Pure portable models: the same source runs on CPython and on MicroPython."""
