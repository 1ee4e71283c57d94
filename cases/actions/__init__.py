"""What people do to a case, by noun. Everything that writes more than one row, mails or is audited stands here."""
