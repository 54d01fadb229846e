"""The operator console: staff find a person, see how the card stands and do what can be done, each with a receipt."""
