"""The person's own record as one timeline (cards, uses, looks, family, services, wallets, sign-ins), objections to it, and its file."""
