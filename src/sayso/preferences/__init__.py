"""Preference signals: what whoever published something said about its use, in whichever form they said it."""
