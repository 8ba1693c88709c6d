"""Machine-readable signals of a sharing policy, one file a format. Pure: text in, text out.

Each module has `write(statement) -> Signal`, which gives what the format can carry and says what it cannot, and
`read(text) -> Cells`, which gives what a signal grants and refuses. A reader takes anybody's text: what it does not
understand in full is unknown, and unknown is never permission.
"""
