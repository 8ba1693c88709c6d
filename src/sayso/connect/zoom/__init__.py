"""Zoom: its webhooks in, its live control out.

No event of Zoom's carries an answer, so people answer at the desk. When an AI feature runs without the consent of
somebody in the meeting, the desk ends it and has what it made deleted.
"""
