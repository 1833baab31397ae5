"""Mail: doors that talk to a server, and replies read from a mailbox."""
