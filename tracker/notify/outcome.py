"""What became of a message."""


class NotSent(Exception):
    """The message did not go out; the message of this exception is a finished Chinese sentence.

    It names no password, key or address that holds one.
    """


class NotTaken(NotSent):
    """Nobody it was for is known there; the next message may well go out."""
