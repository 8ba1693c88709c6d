"""The ledger: a log that is only added to, of commitments to what the gate decided. It names nobody."""
