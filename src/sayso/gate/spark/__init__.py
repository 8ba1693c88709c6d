"""The gate on Apache Spark: the local engine's own code decides, person by person; Spark carries rows to consents.

A ruling is the strictest of everything that has a say in a row, and so the people in it can be heard apart: each by
an executor that has the consents of a share of all people. What that comes to is the row's reason.
"""
