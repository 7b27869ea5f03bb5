"""The ledger's tables, step by step; a step that was once run on somebody's ledger is never changed."""
