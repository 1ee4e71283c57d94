"""Signals of tension: intake, triage in the order picture, judgement, decision, and news for the reporter."""
