"""`make new-scene` and `make new-province`: each writes a folder that already passes every test."""
