"""A recorder that obeys: the reference consumer of the desk's decisions, and the pattern for others to copy.

Each participant comes on a track of their own, as meetings have it, so nobody has to be told apart by their voice.
What may not be captured is never written: not to the audio, not to the transcript, not for a moment. What was captured
under a yes that somebody withdraws is taken out again.
"""
