"""Everything that writes in a meeting. Each verb checks its rule, writes, and bumps the topics that screens watch."""
