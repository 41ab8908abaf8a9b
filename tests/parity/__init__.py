"""The same plays on CPython and on MicroPython must show the same view trees."""
