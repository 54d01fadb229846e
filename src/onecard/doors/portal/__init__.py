"""The resident's pages: the card, its live code, what it was used for and why, loss, and who looked."""
