"""Who may see what, and who did: viewers, accounts, sessions, tokens of the wall, the audit log."""
