"""The commands of delivery, beside those that generate.py holds itself: they parse, hand in and print, nothing else."""
