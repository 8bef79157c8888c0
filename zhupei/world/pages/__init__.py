"""The pages of the demonstration, under /demo/; no other installation has them."""
