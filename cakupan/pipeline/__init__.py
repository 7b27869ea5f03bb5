"""The order of the stages. `run` makes all reports of a period, `one` makes one of them."""
