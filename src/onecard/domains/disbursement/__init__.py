"""From approved lines to money on accounts: instruction files, the bank's answers, returns and reissues."""
