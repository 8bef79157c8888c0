"""Is a published result the right one? Written apart from the engine, of which nothing is imported: only the problem's
types and the file reader are shared. It never allocates; it checks certificates that only a right result has.
"""
