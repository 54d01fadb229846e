"""Who looked at whose data, when and why: the access log that a person can read and anyone can verify."""
