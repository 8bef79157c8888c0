"""The load generator of `zhupei bench`: browsers without JavaScript, whole journeys, bulk rows, processor time.

It talks to 127.0.0.1 only and shares the machine with what it measures, so it is plain sockets, threads and regular
expressions.
"""
