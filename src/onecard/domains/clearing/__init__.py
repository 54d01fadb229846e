"""The day between institutions: gross positions, netting, statements, settlement lists."""
