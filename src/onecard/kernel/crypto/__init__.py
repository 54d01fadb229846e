"""Keys, sealing of personal fields, the holder hash: two suites, international and 国密, chosen by key id."""
