"""The clock: asks the calendar what is due and the ledger what was done, and walks what is left."""
