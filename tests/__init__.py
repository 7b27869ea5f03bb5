"""The tests: one file a module, and the walks through the whole program."""
