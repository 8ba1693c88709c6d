"""Any platform: it tells the desk what happens in a few JSON events, and is answered with what it must do."""
