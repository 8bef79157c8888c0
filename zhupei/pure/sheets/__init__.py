"""Excel and CSV in: the gate, the pre-scan and the reader in a child, columns by their names, faults by cell.

Source: sheets.md. Nothing of Django, nothing of what the rows mean: that is said by a kind (`zhupei.imports.kinds`).
"""
