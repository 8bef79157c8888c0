"""How pages are written: Jinja2 as Django's second engine, components as macros (docs/STYLE.md, adr/0015).

`engine` sets it up, `components` finds the macro of a component, `missing` says what happens with a name that nobody
gave; what templates may call stands in `words` (filters), `parts` (functions) and `examples` (the style guide).
"""
