"""Charts: values in; out come an accessible SVG, a description in words, a data table, and files to take away.

Plain Python without statistics. Limits, marks and intervals arrive worked out; what is clipped is the drawing, never
the figures.
"""
