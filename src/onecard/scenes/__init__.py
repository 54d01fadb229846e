"""Scenes: plug-in folders found by their `scene.toml`; none knows another."""
