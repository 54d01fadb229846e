"""The demo nation: a synthetic China in small, its cast with sign-ins, and the story `make demo` tells."""
