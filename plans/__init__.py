"""The action plan: challenge, objectives, actions, principles, approval, and the decision note as PDF."""
