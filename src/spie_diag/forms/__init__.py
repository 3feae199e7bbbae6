"""The form language, in XLSForm words: what is asked, under which conditions, and whether a form is well written.

It knows files and expressions; it knows no person, no answer store, no window.
"""
