"""Matrix: a bot that asks the people of a room before an AI feature may read it, and passes on only what may be read.

Calls the client-server API (v1.11) by httpx: a dozen addresses, of which none needs more than JSON.
"""
