"""The disk: the only folder that reads or writes notes."""
