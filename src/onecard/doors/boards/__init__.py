"""The national board: holders, e-cards, uses, coverage, clearing and goals. Only watches: it reads views."""
