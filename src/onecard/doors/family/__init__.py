"""What all doors need for family delegations: their words, and the chores that nobody waits for."""
