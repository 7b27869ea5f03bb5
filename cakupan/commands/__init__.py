"""The commands of delivery and of the clock: they parse, hand in and print; generate.py holds the others."""
