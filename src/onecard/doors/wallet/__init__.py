"""The e-card in a standard wallet: issued by OpenID4VCI, asked for by OpenID4VP, stopped by a Token Status List."""
