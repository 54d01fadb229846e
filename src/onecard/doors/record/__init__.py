"""The person's own record as one timeline of everything that concerns her, objections to it, and its file."""
