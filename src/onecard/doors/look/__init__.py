"""How every page looks: tokens, layout, components, words, icons, charts. Knows no domain and opens no transaction."""
