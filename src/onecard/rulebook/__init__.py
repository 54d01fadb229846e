"""The law as data: national values, one folder a province, one an alliance; loaded into a `rules.book.Book`."""
