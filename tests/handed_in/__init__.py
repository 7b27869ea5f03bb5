"""Files in shapes that really arrive, the script that writes them, and what must come of each."""
