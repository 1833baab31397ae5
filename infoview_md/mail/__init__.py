"""Mail: doors that talk to a server; a message and an account in, what the server did out."""
