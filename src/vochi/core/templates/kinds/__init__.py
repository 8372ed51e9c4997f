"""The templates, one file each: `draw(sketch)` wires a scheme from its end to its beginning."""
