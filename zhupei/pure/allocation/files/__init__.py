"""From files to values, or to every fault with its JSON path. The only code that engine and verifier share."""
