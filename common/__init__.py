"""Without a word of the domain: audit, guards, text check, live fragments, sure work, mail, PDF and form parts."""
