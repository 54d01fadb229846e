"""The electronic card: one to one with the physical card, and the short-lived code it shows."""
