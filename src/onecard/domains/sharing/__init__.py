"""Who looked at whose data, when, why and by what right: an append-only, hash-chained log the person can read."""
