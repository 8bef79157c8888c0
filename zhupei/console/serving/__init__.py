"""The web server: uvicorn's HTTP parser and event loop, our limits, Django in a few threads.

The event loop of each process takes headers and bodies of as many connections as come; a thread is given away only when
a request has arrived completely, and taken back before its answer is sent. So whoever sends or reads slowly, or not at
all, costs a few kilobytes and no thread. ADR 12 says why this server.

`limits` (the numbers) · `plain` (answers without Django) · `bodies` (receiving) · `pace` (how fast a body comes) ·
`bridge` (Django in a thread) · `connections` (time limits, making room) · `server` (accepting, stopping) · `family`
(processes).
"""
