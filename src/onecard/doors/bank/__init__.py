"""A bank for trying things out: it takes real files over a folder or HTTP, and behaves as badly as it is told to."""
