"""The lab's pages: choose scenarios, have a small experiment run in the background, read and take out what came of it.

The process that serves pages never loads the engine: a process of its own makes the runs (`working`), and leaves what
the pages show as files.
"""
