"""Lineage: what was made of what, so that a withdrawal reaches everything that was made of a person's rows."""
