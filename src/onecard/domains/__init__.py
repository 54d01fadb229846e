"""The nouns of the field, stacked lowest first; each is entered only through its `api`."""
