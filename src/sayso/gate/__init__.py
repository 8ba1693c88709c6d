"""The gate: of the rows that are offered for a training set, only those pass that everybody with a say allows."""
