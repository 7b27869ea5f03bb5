"""All charts on a few pages, as different eyes and copiers see them; `make gallery`."""
