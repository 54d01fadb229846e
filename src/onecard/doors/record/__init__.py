"""The person's own record as one timeline (card, e-card, uses, looks, sign-ins), objections to it, and its file."""
