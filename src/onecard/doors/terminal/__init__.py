"""The terminal in a browser: staff open a point, a scanner or camera reads codes, the verdict fills the screen."""
